using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Something that a run needs and that not every platform has.</summary>
/// <param name="What">Stable words.</param>
/// <param name="Platforms">That lack it.</param>
/// <param name="Words">One sentence.</param>
/// <param name="ChangesEngine">Its time says nothing of plain Spark.</param>
/// <param name="Blocks">The job cannot run there until its owner has done what the words say.</param>
sealed record Need(string What, IReadOnlyList<string> Platforms, string Words, bool ChangesEngine = false, bool Blocks = false)
{
    /// <summary>The job cannot run on the platform as it is.</summary>
    public bool Keeps(string platform) => Blocks && Enumerable.Contains(Platforms, platform);
}

/// <summary>Reads from settings, plans and paths what a run depends on.</summary>
static class Needs
{
    const string Hdfs = "hdfs://";
    static readonly string[] elsewhere = ["dbfs:/", "gs://", "abfss://", "wasbs://", "adl://"];

    public static IReadOnlyList<Need> Find(ApplicationRun run)
    {
        var needs = new List<Need>();
        if (NativeEngine.Detect(run) is { } engine)
        {
            var where = engine switch { "Photon" => ", which only Databricks has", "RAPIDS" => " (GPUs)", _ => "" };
            needs.Add(new Need(engine == "RAPIDS" ? "GPU" : engine, SizingPlatform.All,
                $"ran on {engine}{where}: how long it takes on plain Spark is not known; --engine-factor gives it", true));
        }
        else if (NativeEngine.HadGpus(run))
        {
            needs.Add(new Need("GPU", SizingPlatform.All,
                "ran on GPUs: how long it takes on CPUs is not known; --engine-factor gives it", true));
        }
        if (Paths(run).FirstOrDefault(p => p.Contains(Hdfs, StringComparison.Ordinal)) is { } path)
            needs.Add(new Need("hdfs://", [SizingPlatform.EmrServerless, SizingPlatform.EmrOnEks, SizingPlatform.Glue],
                $"reads or writes {Short(path, Hdfs)}: move the data to S3, or keep EMR on EC2 with HDFS on On-Demand core nodes",
                Blocks: true));
        if (Paths(run).FirstOrDefault(p => elsewhere.Any(e => p.Contains(e, StringComparison.Ordinal))) is { } foreign)
            needs.Add(new Need("other storage", SizingPlatform.All,
                $"reads or writes {Short(foreign, elsewhere.First(e => foreign.Contains(e, StringComparison.Ordinal)))}: move the data "
                + $"to S3 first", Blocks: true));
        if (ArmRisks.Find(run) is { Count: > 0 } risks)
            needs.Add(new Need("x86_64 libraries", [],
                $"{string.Join(", ", risks.Take(3))} on the class path: no arm64 build, or a doubtful one; test before Graviton"));
        return needs;
    }

    static IEnumerable<string> Paths(ApplicationRun run)
    {
        foreach (var sql in run.SqlExecutions)
        {
            foreach (var w in sql.Writes)
            {
                if (w.Path is not null) yield return w.Path;
            }
            foreach (var s in sql.Scans)
            {
                if (s.Location is not null) yield return s.Location;
            }
        }
        foreach (var rdd in run.Stages.SelectMany(s => s.Info.Rdds))
        {
            if (rdd.Name?.Contains(":/", StringComparison.Ordinal) == true) yield return rdd.Name;
        }
    }

    static string Short(string path, string scheme)
    {
        var from = path.IndexOf(scheme, StringComparison.Ordinal);
        var end = path.IndexOfAny([',', ']', ' ', '\n'], from);
        var text = end < 0 ? path[from..] : path[from..end];
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
