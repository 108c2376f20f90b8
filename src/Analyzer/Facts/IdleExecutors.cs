using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// What dynamic allocation would have given back: executors without a task for longer than its idle time-out, by the rules of Spark's
/// ExecutorMonitor. Executors that hold cached data or, without a shuffle service, shuffle output stay longer: this is the most.
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

    public static IdleExecutors Find(RunFacts facts)
    {
        var timeout = facts.Settings.Ms("spark.dynamicAllocation.executorIdleTimeout", IdleTimeoutMs);
        var spans = new Dictionary<ExecutorLife, List<(long From, long Until)>>();
        foreach (var stage in facts.Run.Stages)
        {
            for (var row = 0; row < stage.Tasks.Count; row++)
            {
                var launch = stage.Tasks.LaunchTimeMs(row);
                if (facts.ExecutorAt(stage.Tasks.ExecutorId(row), launch) is not { } executor) continue;
                if (!spans.TryGetValue(executor, out var list)) spans[executor] = list = [];
                list.Add((launch, launch + Math.Max(0, stage.Tasks.DurationMs(row) ?? 0)));
            }
        }
        double core = 0;
        var back = new HashSet<long>();
        foreach (var executor in facts.TaskExecutors)
        {
            var (at, end) = (executor.AddTimeMs, executor.RemoveTimeMs ?? facts.Run.CountedUntilMs ?? executor.AddTimeMs);
            var tasks = spans.GetValueOrDefault(executor) ?? [];
            tasks.Sort();
            foreach (var (from, until) in tasks)
            {
                // executors that come back for the same work come back together
                if (from - at > timeout) back.Add(from / (long)timeout);
                core += Math.Max(0, from - at - timeout) * Math.Max(1, executor.PaidCores);
                at = Math.Max(at, until);
            }
            core += Math.Max(0, end - at - timeout) * Math.Max(1, executor.PaidCores);
        }
        var added = facts.TaskExecutors.Where(e => e.AddTimeMs > 0).Select(e => e.AddTimeMs).DefaultIfEmpty(0).Min();
        var start = facts.Run.App.StartTimeMs is { } began && added > began ? added - began : UsualStartMs;
        return new(core, back.Count, start);
    }
}
