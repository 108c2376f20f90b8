using System.Text;
using Rightsizer.Fuzz.Mutators;
using Rightsizer.TestSupport;

namespace Rightsizer.Fuzz.Targets;

/// <summary>The files beside a log: price lists, clusters, discounts, calibrations, rules, settings.</summary>
sealed class SideFileTarget : FuzzTarget
{
    static readonly string PriceFolder = Path.Combine(SharedFolder.RepositoryRoot, "src", "Analyzer", "Ledgers", "Data");

    static readonly (string File, byte[] Bytes)[] Prices = [.. Directory.EnumerateFiles(PriceFolder, "*.csv").Order(StringComparer.Ordinal)
        .Select(f => (Path.GetFileName(f), First(File.ReadAllBytes(f), 60)))];

    static readonly byte[] Cluster = Encoding.UTF8.GetBytes(Seeds.Input("cluster.json"));

    static readonly byte[] Discounts = Encoding.UTF8.GetBytes(Seeds.Input("discounts.json"));

    static readonly byte[] Rules = Encoding.UTF8.GetBytes(Seeds.Input("rules.json"));

    static readonly byte[] Settings =
        "spark.executor.memory 4g\nspark.executor.cores=2\n# note\nspark.sql.shuffle.partitions    200\n"u8.ToArray();

    static readonly byte[] Calibration = Encoding.UTF8.GetBytes("""
        {"calibrationVersion":1,"pairs":9,"jobs":3,"contention":0.1,"limitedContention":0.2,"ownOfJvm":0.1,
        "assumedWarmUp":0.1,"bandRatio":1}
        """);

    static readonly byte[] Commitments = Encoding.UTF8.GetBytes("""
        {"commitments":[{"name":"plan","kind":"computeSavingsPlan","usdPerHour":4.5,"discount":0.27,"otherUse":0.25},
        {"name":"10 x m5.xlarge","kind":"reservation","usdPerHour":1.21,"instanceType":"m5.xlarge","count":10}]}
        """);

    static readonly byte[] Shapes = Encoding.UTF8.GetBytes("""
        {"shapes":[{"region":"us-west-2","emrOnEks":{"pods":[{"role":"executor","vcpu":2,"memoryGiB":12,"count":4,"seconds":1000,
        "sharedNodeType":"m5.2xlarge"},{"role":"submitter","vcpu":1,"memoryGiB":1,"seconds":20,"sharedNodeType":"m5.2xlarge"}]}}]}
        """);

    public override string Name => "files";
    public override int Share => 5;

    public override void Try(Random random, WorkFolder folder)
    {
        var log = folder.Put("logs/app-1", LogMutator.Join(Seeds.Logs[^1]));
        string[] args = random.Next(9) switch
        {
            0 => ["diagnose", log, "--prices", folder.Put(Table(random, out var bytes), bytes)],
            1 or 2 => ["diagnose", log, "--cluster", folder.Put("cluster.json", JsonMutator.Mutate(Cluster, random))],
            3 => ["diagnose", log, "--discounts", folder.Put("discounts.json", JsonMutator.Mutate(Discounts, random))],
            4 => ["report", folder.In("logs"), "--rules", folder.Put("rules.json", JsonMutator.Mutate(Rules, random))],
            5 => ["diagnose", log, "--against", folder.Put("spark.conf", ByteMutator.Mutate(Settings, random))],
            6 => ["report", folder.In("logs"), "--commitments", folder.Put("commitments.json", JsonMutator.Mutate(Commitments, random))],
            7 => ["prices", "quote", folder.Put("shapes.json", JsonMutator.Mutate(Shapes, random))],
            _ => ["diagnose", log, "--calibration", folder.Put("calibration.json", JsonMutator.Mutate(Calibration, random))],
        };
        Command.Run(args);
    }

    static string Table(Random random, out byte[] bytes)
    {
        var (file, table) = Prices[random.Next(Prices.Length)];
        bytes = random.Next(2) == 0 ? ByteMutator.Mutate(table, random) : Cell(table, random);
        return file;
    }

    /// <summary>One cell at its edge.</summary>
    static byte[] Cell(byte[] table, Random random)
    {
        var lines = Encoding.UTF8.GetString(table).Split('\n');
        var at = random.Next(lines.Length);
        var cells = lines[at].Split(',');
        cells[random.Next(cells.Length)] = Edges.Any(random).Trim('"');
        lines[at] = string.Join(',', cells);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    static byte[] First(byte[] text, int lines)
    {
        var at = 0;
        for (; lines > 0 && at < text.Length; at++) if (text[at] == '\n') lines--;
        return text[..at];
    }
}
