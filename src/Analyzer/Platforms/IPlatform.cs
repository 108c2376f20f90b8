using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>A place where AWS runs Spark: all that the rest of the program asks about it. docs/adding-a-platform.md.</summary>
interface IPlatform
{
    /// <summary>Stable word, as in <see cref="RunPlatform"/>.</summary>
    string Name { get; }

    /// <summary>The log shows that the run was here.</summary>
    bool Ran(ApplicationRun run);

    /// <summary>The cluster file describes a cluster or a job run of this platform.</summary>
    bool IsOf(ClusterFile cluster);

    /// <summary>Memory overhead over heap where the log names none.</summary>
    Assumption OverheadOf(RunShape shape);

    /// <summary>Its value.</summary>
    decimal OverheadFactor(RunShape shape) => OverheadOf(shape).Value;

    /// <summary>The overhead where a price rests on it: nothing where the log names its own.</summary>
    IEnumerable<Assumption> OverheadUsed(RunShape shape) => shape.ExecutorOverheadGiven ? [] : [OverheadOf(shape)];

    /// <summary>Constants that prices and times here rest on.</summary>
    IReadOnlyList<Assumption> Assumptions { get; }

    /// <summary>From the order to the first executor, before the application's own time; seconds.</summary>
    Assumption StartUp { get; }

    /// <summary>Its value.</summary>
    decimal StartUpSeconds => StartUp.Value;

    /// <summary>What the run cost by its cluster file; null with a reason where that is not enough.</summary>
    Ledger? Billed(PaidRun run, out string? missing);

    /// <summary>What the run cost by its log alone; null with a reason where that is not enough.</summary>
    Ledger? Inferred(PaidRun run, out string? missing);

    /// <summary>The same executors here, by architecture and purchase, in the order in which they are shown.</summary>
    IReadOnlyList<Ledger> Elsewhere(IMovedRun run);

    /// <summary>Everything here that the job could run on.</summary>
    /// <param name="job">What must fit.</param>
    /// <param name="types">Instance types that may be offered, for platforms that have nodes.</param>
    /// <param name="rates">Their hourly prices.</param>
    IEnumerable<Option> Options(IJobToPlace job, IReadOnlyList<InstanceType> types, NodeRates rates);

    /// <summary>Bills a simulated run of an option: the same formula as for a run that was seen.</summary>
    void Price(LedgerBuilder ledger, IJobToPlace job, Option option, SimulatedRun run, decimal seconds);

    /// <summary>Null when the platform accepts the cluster as it is, else which limit it breaks and by how much.</summary>
    string? Problem(OfferedCluster cluster, PriceBook book);

    /// <summary>Words of <see cref="EmitKind"/> that can say a cluster here.</summary>
    IReadOnlyList<string> EmitKinds { get; }

    /// <summary>What a file of that kind says about a cluster without a problem.</summary>
    PlatformFile FileOf(string kind, FileRequest request);

    /// <summary>The executor's container here; MiB.</summary>
    long ExecutorMib(RunShape shape) => shape.ExecutorContainerMib(OverheadFactor(shape));

    /// <summary>The container of one executor, by its resource profile; MiB.</summary>
    long ExecutorMib(RunShape shape, ExecutorStay stay) => shape.ExecutorContainerMib(stay, OverheadFactor(shape));

    /// <summary>The driver's container here; MiB.</summary>
    long DriverMib(RunShape shape) => shape.DriverContainerMib(OverheadFactor(shape));
}
