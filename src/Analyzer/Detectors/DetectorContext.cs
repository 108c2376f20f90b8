using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>What detectors share about one run: made once, handed to each.</summary>
public sealed class DetectorContext
{
    ExecutorRoom? room;

    /// <param name="run">The run.</param>
    public DetectorContext(ApplicationRun run)
        : this(new RunFacts(run))
    {
    }

    internal DetectorContext(RunFacts facts) => Facts = facts;

    /// <summary>Share of the run below which a statistical cause is not reported: no simulation is exact to less.</summary>
    public const double MinShare = 0.01;

    /// <summary>
    /// The run made ready to be replayed; null when it was refused, and then savings are null and severities come from plain arithmetic.
    /// </summary>
    public ReplayPlan? Plan { get; init; }

    /// <summary>The replay's own error on the observed run in percent, signed; no saving under it is more than info.</summary>
    public double ReplayErrorPct { get; init; }

    /// <summary>What less time or less core time would have saved; null when the run has no price.</summary>
    internal MarginalCost? Cost { get; init; }

    /// <summary>Kinds that are not shown, and limits that the user set.</summary>
    public DetectorSettings Settings { get; init; } = DetectorSettings.Default;

    internal RunFacts Facts { get; }

    /// <summary>What decides a price beside the log; list prices and no described cluster where it is not given.</summary>
    internal PriceContext Pricing { get; init; } = new();

    /// <summary>The executors that start where the run ran.</summary>
    internal ExecutorRoom Room => room ??= new(Facts.Run, Pricing);

    /// <summary>Causes found so far; complete for those that take only what is left.</summary>
    internal List<CauseFound> Found { get; } = [];

    /// <summary>A settable limit of a detector: what the user set, else its default.</summary>
    internal double Limit(DetectorDescriptor descriptor, string name) => Settings.Find(descriptor, name)
        ?? descriptor.Thresholds.First(t => t.Name == name).Value;

    /// <summary>
    /// Share of the run from which a cause is shown: what the user set; else facts always, and the others where a replay can tell.
    /// </summary>
    internal double MinShareOf(DetectorDescriptor descriptor, CauseFound cause) =>
        Settings.Find(descriptor, "minShare") ?? (cause.IsFact ? 0 : MinShare);
}
