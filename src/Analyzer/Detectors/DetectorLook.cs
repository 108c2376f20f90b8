using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>One detector's look at a run, from its verdict to what is told. A detector that throws is reported as failed.</summary>
sealed class DetectorLook
{
    readonly DetectorDescriptor descriptor;
    (ReplayPlan Baseline, ReplayPlan Changed)? plans;
    Exception? failure;

    DetectorLook(DetectorDescriptor descriptor) => this.descriptor = descriptor;

    /// <summary>Null when the detector threw.</summary>
    public Verdict? Verdict { get; private set; }

    public static DetectorLook At(IDetector detector, ApplicationRun run, DetectorContext context)
    {
        var look = new DetectorLook(detector.Descriptor);
        if (detector is INeedsAllWork && run.Log.LacksWork)
            look.Verdict = Verdict.NotApplicable("jobs that ran are not in the log: Spark compacted it, or a part of it is missing");
        else look.Try(() => look.Verdict = detector.Detect(run, context));
        return look;
    }

    /// <summary>Begins to replay the run without the cause, where there is one and the run can be replayed.</summary>
    public void ReplayBeside(DetectorContext context)
    {
        if (Verdict is not CauseFound cause) return;
        Try(() =>
        {
            plans = Saving.Plans(cause, context);
            plans?.Baseline.ReplayBeside();
            plans?.Changed.ReplayBeside();
        });
    }

    /// <summary>The finding and its rank; null when there is none to tell.</summary>
    public (double Rank, Finding Finding)? Conclude(DetectorContext context)
    {
        (double, Finding)? built = null;
        if (failure is null && Verdict is CauseFound cause) Try(() => built = FindingBuilder.Build(descriptor, cause, plans, context));
        return built;
    }

    public DetectorOutcome Outcome(bool found, DetectorContext context)
    {
        if (context.Settings.Off.Contains(descriptor.Kind)) return new(descriptor.Id, descriptor.Kind, OutcomeKind.Off, null);
        if (failure is not null)
            return new(descriptor.Id, descriptor.Kind, OutcomeKind.Failed, $"{failure.GetType().Name}: {failure.Message}");
        return Verdict switch
        {
            CauseFound when found => new(descriptor.Id, descriptor.Kind, OutcomeKind.Found, null),
            NotApplicableVerdict n => new(descriptor.Id, descriptor.Kind, OutcomeKind.NotApplicable, n.Reason),
            CleanVerdict c => new(descriptor.Id, descriptor.Kind, OutcomeKind.Clean, c.Reason),
            CauseFound cause => new(descriptor.Id, descriptor.Kind, OutcomeKind.Clean,
                $"there, and under {Quantity.Percent(context.MinShareOf(descriptor, cause))} of the run"),
            _ => new(descriptor.Id, descriptor.Kind, OutcomeKind.Clean, null),
        };
    }

    void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = e;
        }
    }
}
