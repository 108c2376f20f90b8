using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Detectors.Driver;

/// <summary>Much time passes from the application's start to its first job.</summary>
sealed class SlowStartDetector : IDetector, INeedsAllWork
{
    const double NeededStartMs = 30_000, LongStartMs = 120_000;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.SlowStart, "slowStart", "The first job starts late", DetectorCategory.Scheduling,
        [
            new("neededStartMs", NeededStartMs, "ms",
                "driver and first executors on YARN and Kubernetes take 15 to 30 s; what is over it is counted") { IsSettable = true },
            new("longStartMs", LongStartMs, "ms", "up to it start-up is what the platform takes, and never more than info")
                { IsSettable = true },
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("Shorten what happens before the first job", Degree.Medium, Degree.Low, "code changes, or capacity kept ready"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (run.App.StartTimeMs is not { } start || facts.FirstJobMs is not { } first)
            return Verdict.NotApplicable("the log holds no start or no job");
        if (facts.InteractiveKind is not null) return Verdict.NotApplicable("a session: it waits for a person");
        double waited = first - start;
        var (needed, most) = (context.Limit(Descriptor, "neededStartMs"), context.Limit(Descriptor, "longStartMs"));
        if (waited <= needed) return Verdict.Clean("the first job came soon");
        var executors = facts.TaskExecutors.Where(e => !e.IsDriver && e.AddTimeMs > 0).ToList();
        var came = executors.Count > 0 ? executors.Min(e => e.AddTimeMs) - start : (double?)null;
        var late = came > waited / 2;
        var idle = facts.TaskExecutors.Sum(e => (double)Math.Max(0, first - Math.Max(start, e.AddTimeMs)) * Math.Max(1, e.TotalCores));
        var job = run.Jobs.Where(j => j.SubmissionTimeMs is > 0).MinBy(j => j.SubmissionTimeMs)!;
        return new CauseFound
        {
            Where = [new() { JobId = job.JobId, SqlExecutionId = job.SqlExecutionId, Label = facts.Tables.NameOf(job), Share = 1 }],
            Evidence =
            [
                new("beforeFirstJobMs", waited, "ms", needed),
                .. came is { } c ? [new Evidence("firstExecutorMs", Math.Max(0, c), "ms")] : Array.Empty<Evidence>(),
                new("idleCoreMs", idle, "ms"),
            ],
            Cause = $"The first job started {Quantity.Duration(waited)} after the application"
                + (came is { } at ? $"; the first executor was there after {Quantity.Duration(Math.Max(0, at))}." : "."),
            Advice = [late
                ? Sooner(facts, came > waited
                ? "The first job was there before any executor was, and waited for it."
                : "Most of the time before the first job passed before the first executor came.")
                : new("find what the driver does before its first job: downloads, listing of files, connections, reading of small tables",
                null, null, $"Executors were there and idle: {Quantity.Duration(idle)} of core time.")],
            Confidence = Confidence.High,
            EstimatedMs = waited - needed,
            EstimatedCoreMs = idle,
            AtMost = waited > most ? Severity.Warning : Severity.Info,
            Without = plan =>
            {
                var firstMs = plan.Jobs.Count == 0 ? 0 : plan.Jobs.Min(j => j.SubmittedMs);
                return plan.WithJobGaps(j => j.SubmittedMs <= firstMs ? Math.Min(j.GapMs, needed) : j.GapMs);
            },
        };
    }

    /// <summary>Executors that come sooner, by what the platform has for it.</summary>
    static Advice Sooner(RunFacts facts, string why)
    {
        const string paid = "Capacity that waits is paid for.";
        return facts.Platform() switch
        {
            // Glue keeps no workers ready for a job
            RunPlatform.Glue => new("install less when the job starts: --additional-python-modules and --extra-jars, and connections that "
                + "need a network interface", null, null, why),
            RunPlatform.EmrServerless => new("keep workers ready (pre-initialised capacity), and make a custom image smaller", null, null,
                why, paid),
            RunPlatform.Databricks => new("keep machines ready in a pool, and shorten the init scripts", null, null, why, paid),
            RunPlatform.EmrOnEc2 or RunPlatform.Yarn or RunPlatform.Dataproc => new("keep a cluster with free room running for the job, or "
                + "shorten its bootstrap actions", null, null, why, paid),
            RunPlatform.EmrOnEks or RunPlatform.Kubernetes => new("keep nodes with free room for the job's pods, and make the container "
                + "image smaller", null, null, why, paid),
            _ => new("keep capacity ready for the job", null, null, why, paid),
        };
    }
}
