using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// How few executors keep a run's time, by the simulation that the table of other numbers of executors shows: a finding must not say
/// otherwise than that table.
/// </summary>
static class FewerExecutors
{
    /// <summary>As in <see cref="ExecutorSweep"/>: below a quarter a prediction says little.</summary>
    const double LeastRatio = 0.25;

    /// <summary>As in <see cref="ExecutorSweep"/>.</summary>
    const int MostTasks = 250_000;

    /// <summary>
    /// The least number of executors at which the run takes at most that much longer, which may be all it had; null where nothing can be
    /// said of other numbers.
    /// </summary>
    /// <param name="plan">The run.</param>
    /// <param name="slackMs">How much longer it may take.</param>
    public static int? Find(ReplayPlan plan, double slackMs)
    {
        var overview = RunOverview.Compute(plan.Run);
        var today = overview.PeakExecutors;
        if (today < 2 || overview.Shapes.Count == 0 || plan.TaskCount > MostTasks) return null;
        var cores = overview.Shapes[0].Cores;
        // the table's own row of the run: what the other rows compare with
        if (WhatIf.EndMs(plan, ExecutorSweep.ShapeOf(plan, today, cores)) is not { } now) return null;
        var limit = now + slackMs;
        if (WhatIf.EndMs(plan, ExecutorSweep.ShapeOf(plan, today - 1, cores)) is null) return null;
        var best = today;
        for (int low = Math.Max(1, (int)Math.Ceiling(LeastRatio * today)), high = today - 1; low <= high;)
        {
            var count = (low + high) / 2;
            if (WhatIf.EndMs(plan, ExecutorSweep.ShapeOf(plan, count, cores)) is { } ms && ms <= limit) (best, high) = (count, count - 1);
            else low = count + 1;
        }
        return best;
    }
}
