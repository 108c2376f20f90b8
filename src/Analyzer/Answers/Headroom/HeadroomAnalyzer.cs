using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Headroom;

/// <summary>How a run on its own executors would do with more input.</summary>
public static class HeadroomAnalyzer
{
    /// <summary>Tasks simulated for the band of one volume.</summary>
    const int TaskBudget = 1_000_000, BriefTaskBudget = 100_000;

    /// <summary>Limits whose growth no event log shows.</summary>
    static readonly string[] notKnown =
    [
        "heap and container memory: a log has their peaks, not what part of them grows with the input",
        "disk: a log does not name the disks of the nodes",
    ];

    /// <param name="run">The run.</param>
    /// <param name="prepared">Its replay.</param>
    /// <param name="report">How well that reproduces it.</param>
    /// <param name="volumes">Input over that of the run.</param>
    /// <param name="priceUsd">What a simulated run costs; null where nothing is priced.</param>
    /// <param name="brief">From fewer simulations.</param>
    public static HeadroomAnswer Analyze(ApplicationRun run, ReplayPreparation prepared, ReplayReport report, IReadOnlyList<double> volumes,
        Func<SimulatedRun, decimal?>? priceUsd = null, bool brief = false) =>
        Analyze(run, prepared, report, volumes, new RunFacts(run), priceUsd, brief);

    /// <summary>As the other, for one who has the facts of the run.</summary>
    internal static HeadroomAnswer Analyze(ApplicationRun run, ReplayPreparation prepared, ReplayReport report,
        IReadOnlyList<double> volumes, RunFacts facts, Func<SimulatedRun, decimal?>? priceUsd, bool brief)
    {
        if (prepared.Plan is not { } plan) return new HeadroomAnswer { Refused = prepared.Refused };
        if ((report.Refused ?? Refusals.OfPrediction(plan, 1)) is { } why) return new HeadroomAnswer { Refused = why };
        var growth = plan.VolumeGrowth;
        var finder = new BreakFinder(plan, facts);
        var answer = new HeadroomAnswer
        {
            InputBytes = (long)finder.InputBytes,
            InputRows = (long)finder.InputRows,
            Stages = growth.Stages,
            GrowsRatio = Share(growth, g => g.Least),
            StaysRatio = Share(growth, g => 1 - g.Most),
            UnknownRatio = Share(growth, g => g.Most - g.Least),
            NotKnown = notKnown,
        };
        // the run's own volume: what is refused there is refused at any other
        if (VolumeChange.At(plan, 1).Refused is { } never) return answer with { Refused = never };
        var executors = RunExecutors.Read(run);
        return answer with
        {
            Breaks = finder.Find(),
            Points = [.. volumes.Select(r => new HeadroomPoint(r, WhatIf.Answer(prepared, report, new WhatIfSpec("", At(executors, run, r)),
                VolumeChange.At(plan, r), priceUsd, taskBudget: brief ? BriefTaskBudget : TaskBudget)))],
        };
    }

    static double Share(VolumeGrowth growth, Func<StageGrowth, double> part) =>
        Math.Round(growth.Stages.Sum(g => part(g) * g.TaskTimeRatio), 6);

    /// <summary>The executors that ran; under dynamic allocation more input brings more of them, within the limit that is set.</summary>
    static ClusterShape At(RunExecutors executors, ApplicationRun run, double ratio)
    {
        if (executors.Shape is not DynamicShape dynamic) return executors.Shape;
        var most = int.TryParse(run.Environment["spark.dynamicAllocation.maxExecutors"], CultureInfo.InvariantCulture, out var set)
            ? set : int.MaxValue;
        var wanted = (int)Math.Ceiling(executors.Count * Math.Max(1, ratio));
        return dynamic with { MaxExecutors = Math.Max(executors.Count, Math.Min(most, wanted)) };
    }
}
