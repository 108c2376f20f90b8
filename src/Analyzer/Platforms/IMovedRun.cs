using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>A run that is priced on another platform with the executors that it had.</summary>
interface IMovedRun
{
    ApplicationRun Run { get; }

    /// <summary>As it was seen.</summary>
    RunShape Shape { get; }
    string Region { get; }
    PriceBook Book { get; }

    /// <summary>Simulated, or assumed where nothing is simulated.</summary>
    Ground Ground { get; }

    /// <summary>The run on such machines; as it was where nothing is simulated.</summary>
    RunShape On(Machine there);

    /// <summary>
    /// Time there over the time seen, by what the machine does to tasks on average; as if all were CPU time where nothing is simulated.
    /// </summary>
    double TimeRatio(Machine there);

    /// <summary>The EMR release; null when unknown.</summary>
    string? Release { get; }

    LedgerBuilder NewLedger();

    /// <summary>Where the run time comes from.</summary>
    string TimeNote(RunShape there);

    /// <summary>What Spot interruptions do to the run; null where nothing is simulated.</summary>
    string? Interruptions(InstanceType type, double occupancy, int tasks, int nodes);

    /// <summary>Adds what the run costs anywhere, such as S3 requests, and closes the ledger.</summary>
    Ledger Finish(LedgerBuilder ledger, LedgerKind kind, DisplayText title, DisplayText? shape, RunShape there);

    /// <summary>The same for Graviton, with what has no arm64 build and how much slower it may be.</summary>
    /// <param name="ledger">All but the requests.</param>
    /// <param name="kind">Of the ledger.</param>
    /// <param name="title">Of the ledger.</param>
    /// <param name="shape">Nodes or workers.</param>
    /// <param name="there">The run there.</param>
    /// <param name="x86">The same on x86; null where that has no price.</param>
    /// <param name="startUpSeconds">Paid at either price.</param>
    Ledger FinishArm(
        LedgerBuilder ledger, LedgerKind kind, DisplayText title, DisplayText? shape, RunShape there, Ledger? x86, decimal startUpSeconds);

    /// <summary>Says why the platform is not among the alternatives.</summary>
    void Without(string name, string why);
}
