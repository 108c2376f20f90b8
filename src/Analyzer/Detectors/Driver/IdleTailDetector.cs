using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Detectors.Driver;

/// <summary>The application stays up after its last job.</summary>
sealed class IdleTailDetector : IDetector, INeedsAllWork
{
    const double MinTailMs = 10_000, NeededTailMs = 2_000;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.IdleTail, "idleTail", "The application stays up after its last job", DetectorCategory.Scheduling,
        [
            new("minTailMs", MinTailMs, "ms", "some drivers write a small report after the last job") { IsSettable = true },
            new("neededTailMs", NeededTailMs, "ms", "SparkContext.stop takes a second or two; what is over it is counted")
                { IsSettable = true },
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("End the application after the last job", Degree.Low, Degree.Low,
            "work of the driver after the last job has to be done before or elsewhere"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (run.App.EndTimeMs is not { } end || run.Jobs.Count == 0)
            return Verdict.NotApplicable("the log holds no end of the application or no job");
        if (facts.IsStream) return Verdict.NotApplicable("a stream: it waits for its trigger until somebody stops it");
        if (facts.InteractiveKind is not null) return Verdict.NotApplicable("a session: it waits for a person");
        var needed = context.Limit(Descriptor, "neededTailMs");
        var least = Math.Max(needed, context.Limit(Descriptor, "minTailMs"));
        if (facts.Gaps.LastOrDefault(g => g.After is null) is not { FromMs: > 0 } tail || tail.OwnMs <= least)
            return Verdict.Clean($"the application ended within {Quantity.Duration(least)} of its last job");
        var idle = facts.TaskExecutors.Sum(e =>
            (double)Math.Max(0, Math.Min(end, e.RemoveTimeMs ?? end) - Math.Max(tail.FromMs, e.AddTimeMs)) * Math.Max(1, e.TotalCores));
        var last = run.Jobs.Where(j => j.CompletionTimeMs is not null).MaxBy(j => j.CompletionTimeMs);
        return new CauseFound
        {
            Where = [new() { JobId = last?.JobId, SqlExecutionId = last?.SqlExecutionId,
                Label = last is null ? null : facts.Tables.NameOf(last), Share = 1 }],
            Evidence = [new("afterLastJobMs", tail.Ms, "ms", least), new("idleCoreMs", idle, "ms")],
            Cause = $"The application ended {Quantity.Duration(tail.Ms)} after its last job"
                + (tail.CommitMs > 0 ? $", of which {Quantity.Duration(tail.CommitMs)} went into the commit of a write" : "")
                + $". Executors were paid for {Quantity.Duration(idle)} of core time with nothing to do.",
            Advice = [AdviceFor(facts)],
            Confidence = Confidence.High,
            EstimatedMs = tail.OwnMs - needed,
            EstimatedCoreMs = idle,
            Without = plan => plan.WithTail(Math.Min(plan.ApplicationTailMs, needed + tail.CommitMs)),
        };
    }

    static Advice AdviceFor(RunFacts facts) => facts.Platform() switch
    {
        RunPlatform.Databricks => new("run it as a job on a job cluster, or shorten the cluster's auto-termination", null, null,
            "A job cluster ends with its job. The session is the cluster's own: spark.stop() does not end the cluster, and must not be "
                + "called there.", "The next run starts its cluster again."),
        RunPlatform.Glue => new("end the script after its last Spark job", null, null,
            "Glue bills the workers until the script ends. Move what it does afterwards before the last job or out of the script."),
        _ => new("call spark.stop() after the last job", null, null,
            "Executors are given back with it. Move what the driver does afterwards before the last job or out of the application."),
    };
}
