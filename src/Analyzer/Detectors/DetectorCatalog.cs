using Rightsizer.Analyzer.Detectors.Caching;
using Rightsizer.Analyzer.Detectors.Driver;
using Rightsizer.Analyzer.Detectors.Executors;
using Rightsizer.Analyzer.Detectors.Failures;
using Rightsizer.Analyzer.Detectors.Files;
using Rightsizer.Analyzer.Detectors.Hosts;
using Rightsizer.Analyzer.Detectors.Memory;
using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Detectors.Plans;
using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Detectors.Tables;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>Every detector, and the one way to run them.</summary>
public static class DetectorCatalog
{
    /// <summary>How severe a finding is; kinds with a floor or a ceiling have it on their page.</summary>
    public const string SeverityRule = "Critical from 20 % of the run's time or of its paid core time, whichever share is larger; "
        + "warning from 5 %; else info. A saving of less than 1 s and 10 core-s is info.";

    /// <summary>By id.</summary>
    internal static IReadOnlyList<IDetector> All { get; } =
    [
        new StageSkewDetector(),
        new SpillDetector(),
        new GcPressureDetector(),
        new TinyFilesDetector(),
        new SmallFilesReadDetector(),
        new IdleCoresDetector(),
        new DriverBoundDetector(),
        new TooFewPartitionsDetector(),
        new TooManyPartitionsDetector(),
        new FailedAttemptsDetector(),
        new FailedJobDetector(),
        new LostExecutorDetector(),
        new SlowHostDetector(),
        new SpeculationDetector(),
        new FetchWaitDetector(),
        new UnusedCacheDetector(),
        new CacheDidNotFitDetector(),
        new LargeBroadcastDetector(),
        new CrossJoinDetector(),
        new BigResultDetector(),
        new PythonUdfDetector(),
        new UnusedMemoryDetector(),
        new SlowStartDetector(),
        new IdleTailDetector(),
        new InteractiveDetector(),
        new TriggerWaitDetector(),
        new WriteCommitDetector(),
        new FileListingDetector(),
        new FetchFailureDetector(),
        new OutOfMemoryDetector(),
        new UserErrorDetector(),
        new UnendedTasksDetector(),
        new DeleteFilesDetector(),
        new TablePlanningDetector(),
        new TableRewriteDetector(),
    ];

    /// <summary>Who each detector is, by id.</summary>
    public static IReadOnlyList<DetectorDescriptor> Descriptors { get; } = [.. All.Select(d => d.Descriptor)];

    /// <summary>Runs every detector; one that throws is reported as failed and stops no other.</summary>
    public static DetectorReport Run(ApplicationRun run, DetectorContext context) => Run(All, run, context);

    internal static DetectorReport Run(IEnumerable<IDetector> detectors, ApplicationRun run, DetectorContext context)
    {
        var all = detectors.ToList();
        return Conclude(Look(all, run, context), all, run, context);
    }

    /// <summary>
    /// What each detector concludes, but for those that take what is left. This needs no plan, so it can be done beside the making of one.
    /// </summary>
    internal static IReadOnlyList<DetectorLook> Look(ApplicationRun run, DetectorContext context) => Look(All, run, context);

    /// <summary>Puts time and money to what was concluded, and asks those that take what is left.</summary>
    /// <param name="looks">What <see cref="Look(ApplicationRun, DetectorContext)"/> gave, with a context of the same facts.</param>
    /// <param name="run">The run.</param>
    /// <param name="context">With the plan and the prices.</param>
    internal static DetectorReport Conclude(IReadOnlyList<DetectorLook> looks, ApplicationRun run, DetectorContext context) =>
        Conclude(looks, All, run, context);

    static DetectorLook[] Look(IReadOnlyList<IDetector> detectors, ApplicationRun run, DetectorContext context) =>
        [.. detectors.Where(d => d is not ITakesWhatIsLeft).Select(d => DetectorLook.At(d, run, context))];

    static DetectorReport Conclude(
        IReadOnlyList<DetectorLook> looks, IReadOnlyList<IDetector> detectors, ApplicationRun run, DetectorContext context)
    {
        var ranked = new List<(double Rank, Finding Finding)>();
        var outcomes = new List<DetectorOutcome>();
        var causes = new Dictionary<string, CauseFound>(StringComparer.Ordinal);
        Conclude(looks, context, ranked, outcomes, causes);
        foreach (var detector in detectors.Where(d => d is ITakesWhatIsLeft))
            Conclude([DetectorLook.At(detector, run, context)], context, ranked, outcomes, causes);
        return new(
            SessionFirst([.. ranked.OrderByDescending(r => r.Finding.Severity).ThenByDescending(r => r.Rank)
                .ThenBy(r => r.Finding.Id, StringComparer.Ordinal).Select(r => r.Finding)]),
            [.. outcomes.OrderBy(o => o.Id, StringComparer.Ordinal)])
        {
            Causes = causes,
        };
    }

    /// <summary>That a person was at a prompt is why cores were idle: it comes before the advice about them, however severe.</summary>
    static List<Finding> SessionFirst(List<Finding> ranked)
    {
        var session = ranked.FindIndex(f => f.Id == DetectorIds.Interactive);
        var idle = ranked.FindIndex(f => f.Id == DetectorIds.IdleCores);
        if (idle < 0 || session < idle) return ranked;
        var finding = ranked[session];
        ranked.RemoveAt(session);
        ranked.Insert(idle, finding);
        return ranked;
    }

    static void Conclude(
        IReadOnlyList<DetectorLook> looks, DetectorContext context, List<(double Rank, Finding Finding)> ranked,
            List<DetectorOutcome> outcomes,
        Dictionary<string, CauseFound> causes)
    {
        // all replays are begun before the first is waited for
        foreach (var look in looks) look.ReplayBeside(context);
        foreach (var look in looks)
        {
            var finding = look.Conclude(context);
            if (finding is { } found)
            {
                context.Found.Add((CauseFound)look.Verdict!);
                if (!context.Settings.Off.Contains(found.Finding.Kind))
                {
                    ranked.Add(found);
                    causes[found.Finding.Id] = (CauseFound)look.Verdict!;
                }
            }
            outcomes.Add(look.Outcome(finding is not null, context));
        }
    }
}

/// <param name="Findings">First in rank first, but that a session waits for a person before the idle cores that follow from it.</param>
/// <param name="Outcomes">Every detector that ran, by id.</param>
public sealed record DetectorReport(IReadOnlyList<Finding> Findings, IReadOnlyList<DetectorOutcome> Outcomes)
{
    /// <summary>What each finding was made of, by its id.</summary>
    internal IReadOnlyDictionary<string, CauseFound> Causes { get; init; } = new Dictionary<string, CauseFound>();
}
