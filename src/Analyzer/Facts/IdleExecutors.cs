using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// What dynamic allocation would have given back: executors without a task for longer than its idle time-out, by the rules of Spark's
/// ExecutorMonitor. Without a shuffle service an executor stays as long as the query or job runs that may read its shuffle output.
/// Executors that hold cached data, or shuffle output that the driver has not cleaned up yet, stay longer: this is the most.
/// </summary>
/// <param name="CoreMs">Cores times time that would not have been paid.</param>
/// <param name="Returns">Times at which the run had to wait for executors to come back.</param>
/// <param name="StartMs">How long executors took to come when the application started; an assumption where the log does not tell.</param>
sealed record IdleExecutors(double CoreMs, int Returns, double StartMs)
{
    const double IdleTimeoutMs = 60_000, UsualStartMs = 10_000;

    /// <summary>Core time that has to be given back, and time that waiting may add, of the run's.</summary>
    public const double MinCoreRatio = 0.05, MaxWaitRatio = 0.02;

    /// <summary>Whether turning dynamic allocation on changes what is paid, and leaves the run about as long.</summary>
    public bool IsWorthIt(RunFacts facts) =>
        CoreMs >= MinCoreRatio * (facts.PaidCoreMs ?? double.PositiveInfinity)
            && (facts.InteractiveKind is not null || facts.IsStream || Returns * StartMs <= MaxWaitRatio * (facts.RunMs ?? 0));

    /// <summary>The first Spark that tracks shuffles; before it dynamic allocation takes a shuffle service.</summary>
    static readonly Version Tracks = new(3, 0);

    public static IdleExecutors Find(RunFacts facts)
    {
        var timeout = facts.Settings.Ms("spark.dynamicAllocation.executorIdleTimeout", IdleTimeoutMs);
        var spans = new Dictionary<ExecutorLife, List<(long From, long Until, long HeldUntil)>>();
        var ends = facts.Settings.Flag("spark.shuffle.service.enabled", false) || facts.Settings.Version < Tracks ? null
            : JobEnds(facts.Run);
        foreach (var stage in facts.Run.Stages)
        {
            var readUntil = ends is null ? 0 : facts.SqlOf(stage)?.EndTimeMs ?? ends.GetValueOrDefault(stage.StageId);
            for (var row = 0; row < stage.Tasks.Count; row++)
            {
                var launch = stage.Tasks.LaunchTimeMs(row);
                if (facts.ExecutorAt(stage.Tasks.ExecutorId(row), launch) is not { } executor) continue;
                if (!spans.TryGetValue(executor, out var list)) spans[executor] = list = [];
                list.Add((launch, launch + Math.Max(0, stage.Tasks.DurationMs(row) ?? 0),
                    stage.Tasks.Metric(row, TaskMetric.ShuffleWriteBytes) > 0
                        ? readUntil : 0));
            }
        }
        double core = 0;
        var back = new HashSet<long>();
        foreach (var executor in facts.TaskExecutors)
        {
            var (at, end) = (executor.AddTimeMs, executor.RemoveTimeMs ?? facts.Run.CountedUntilMs ?? executor.AddTimeMs);
            var tasks = spans.GetValueOrDefault(executor) ?? [];
            tasks.Sort();
            long held = 0;
            foreach (var (from, until, heldUntil) in tasks)
            {
                // executors that come back for the same work come back together
                if (from > GoneAt(at)) back.Add(from / (long)timeout);
                core += Math.Max(0, from - GoneAt(at)) * Math.Max(1, executor.PaidCores);
                (at, held) = (Math.Max(at, until), Math.Max(held, heldUntil));
            }
            core += Math.Max(0, end - GoneAt(at)) * Math.Max(1, executor.PaidCores);

            double GoneAt(long idleSince) => Math.Max(idleSince + timeout, held);
        }
        var added = facts.TaskExecutors.Where(e => e.AddTimeMs > 0).Select(e => e.AddTimeMs).DefaultIfEmpty(0).Min();
        var start = facts.Run.App.StartTimeMs is { } began && added > began ? added - began : UsualStartMs;
        return new(core, back.Count, start);
    }

    /// <summary>When the last job ended that has the stage, by stage.</summary>
    static Dictionary<int, long> JobEnds(ApplicationRun run)
    {
        var ends = new Dictionary<int, long>();
        foreach (var job in run.Jobs)
        {
            foreach (var stage in job.StageIds) ends[stage] = Math.Max(ends.GetValueOrDefault(stage), job.CompletionTimeMs ?? 0);
        }
        return ends;
    }
}
