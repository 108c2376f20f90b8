using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Timing;
using Rightsizer.Analyzer.Timing.Spot;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>
/// The same run elsewhere, with its own executors. Without simulated times the observed one is taken, and every line is assumed at best.
/// </summary>
sealed class Alternatives(
    ApplicationRun run, RunShape shape, string region, PriceContext options, List<string> notes, AlternativeTimes? times = null) : IMovedRun
{
    readonly PriceBook book = options.Book;

    public ApplicationRun Run => run;
    public RunShape Shape => shape;
    public string Region => region;
    public PriceBook Book => book;
    public Ground Ground => times is null ? Ground.Assumed : Ground.Simulated;

    /// <summary>Someone reads the notes of the ledgers.</summary>
    public bool AreTold { get; init; } = true;

    /// <summary>Ledgers in a fixed order; what could not be offered goes to the notes.</summary>
    public IReadOnlyList<Ledger> All() => [.. PlatformCatalog.All.SelectMany(p => p.Elsewhere(this))];

    /// <summary>The executors that ran, on the cheapest x86 nodes that hold them; null where there is none.</summary>
    public Ledger? OnDemandX86() => EmrOnEc2Elsewhere.OnDemandX86(this);

    /// <summary>Looked for once: it is asked of every instance type.</summary>
    public string? Release { get; } = options.Cluster?.ReleaseLabel ?? RunRelease.Detect([run]);

    public RunShape On(Machine there) => times?.On(there).Shape ?? shape;

    public double TimeRatio(Machine there) => times?.Ratio(there) ?? CoreSpeed.CpuFactor(null, 1, there, run.Environment.Architecture);

    public LedgerBuilder NewLedger() => new(region, options.Discounts);

    public string TimeNote(RunShape there) => times is null ? "run time taken as the observed one"
        : FormattableString.Invariant($"run time simulated from the log: {there.Seconds:0.#} s, {shape.Seconds:0.#} s as observed");

    /// <summary>Expected, by the simulation of docs/sizing.md.</summary>
    public string? Interruptions(InstanceType type, double occupancy, int tasks, int nodes)
    {
        if (!AreTold || times?.On(Machine.On(type, occupancy)) is not { } there) return null;
        var timeline = SpotTimeline.Build(there.Plan, there.Run);
        var (interrupted, extraMs) = SpotSimulation.Expect(new SpotCase
        {
            Timeline = timeline,
            Stretch = (double)there.Shape.Seconds * 1000 / timeline.EndMs,
            Pools = [new SpotPool(type.Name, tasks, SpotPool.RateOf(book.Interruption(region, type.Name)))],
            Nodes = Math.Max(tasks, nodes),
            TimeSpread = TimeSpread.Run,
            PriceSpread = 0,
            RateSpread = SpotPool.BandSpread,
            FixedUsdPerHour = 0,
            SpotUsdPerHour = 0,
            SpotExtrasUsdPerHour = 0,
            StartUpMs = (double)EmrOnEc2Platform.StartUp.Value * 1000,
        });
        return string.Create(CultureInfo.InvariantCulture,
            $"interruptions: {interrupted * 100:0.###} % of the runs meet one; "
            + $"{extraMs / 1000:0.###} s more on average (simulated)");
    }

    public Ledger Finish(LedgerBuilder ledger, LedgerKind kind, DisplayText title, DisplayText? shape, RunShape there)
    {
        RunRequests.Add(ledger, book, run);
        return ledger.Build(kind, title, (long)(there.Seconds * 1000), shape);
    }

    public Ledger FinishArm(
        LedgerBuilder ledger, LedgerKind kind, DisplayText title, DisplayText? shape, RunShape there, Ledger? x86, decimal startUpSeconds)
    {
        if (AreTold) GravitonNotes(ledger, x86);
        return WithBreakEven(Finish(ledger, kind, title, shape, there), x86, startUpSeconds);
    }

    public void Without(string name, string why) => notes.Add($"not priced: {name}: {why}");

    void GravitonNotes(LedgerBuilder ledger, Ledger? x86)
    {
        if (ArmRisks.Find(run) is { Count: > 0 } risks)
            ledger.Note($"on the class path without an arm64 build, or with a doubtful one: "
                + $"{string.Join(", ", risks.Take(5))}{(risks.Count > 5 ? FormattableString.Invariant($" and {risks.Count - 5} more")
                    : "")}");
        if (x86 is null) ledger.Note("no x86 price to compare it with");
    }

    /// <summary>How much slower than x86 the run may be on Graviton before it costs more.</summary>
    static Ledger WithBreakEven(Ledger arm, Ledger? x86, decimal startUpSeconds)
    {
        if (arm.TotalUsd is not (> 0 and var a) || x86?.TotalUsd is not { } x) return arm;
        var longestMs = x / a * (arm.DurationMs + startUpSeconds * 1000) - startUpSeconds * 1000;
        var slower = (longestMs / Math.Max(1, x86.DurationMs) - 1) * 100;
        return arm with
        {
            Notes = [.. arm.Notes,
            slower >= 0 ? FormattableString.Invariant($"cheaper than x86 as long as the run is not more than {slower:0} % slower")
            : FormattableString.Invariant($"cheaper than x86 only if the run is {-slower:0} % faster")]
        };
    }
}
