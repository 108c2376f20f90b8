using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.EmrServerless;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>What a run cost, and what it would cost elsewhere. docs/pricing.md holds every rule.</summary>
public static class CostModel
{
    /// <summary>Actual cost, alternatives, and what was assumed for them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">What the user says beyond the log.</param>
    /// <param name="plan">Asked for when the alternatives are priced, so that they can have simulated times; gives null where the replay
    /// was refused, and the observed time is assumed.</param>
    /// <param name="elsewhere">Whether the alternatives are asked for.</param>
    public static CostReport Price(ApplicationRun run, PriceContext options, Func<ReplayPlan?>? plan = null, bool elsewhere = true) =>
        Price(run, options.For(run), PricePaid(run, options.For(run)), plan, elsewhere, told: true);

    /// <summary>What the run cost.</summary>
    internal static PaidPrice PricePaid(ApplicationRun run, PriceContext options)
    {
        var shape = RunShape.Read(run, out var why);
        return new(shape, why, ActualCost.Compute(run, shape, options, out var missing), missing);
    }

    /// <summary>As <see cref="Price(ApplicationRun, PriceContext, Func{ReplayPlan?}?, bool)"/>, for one who has what was paid.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">What the user says beyond the log.</param>
    /// <param name="paid">What <see cref="PricePaid"/> says of it.</param>
    /// <param name="plan">Asked for when the alternatives are priced.</param>
    /// <param name="elsewhere">Whether the alternatives are asked for.</param>
    /// <param name="told">Alternatives are told of in words too: with what interruptions would cost.</param>
    internal static CostReport Price(
        ApplicationRun run, PriceContext options, PaidPrice paid, Func<ReplayPlan?>? plan, bool elsewhere, bool told)
    {
        var (region, regionGround) = options.RegionOf(run);
        var notes = new List<string>();
        if (options.ClusterNotUsed is { } unused) notes.Add(unused);
        if (regionGround == Ground.Assumed) notes.Add($"region {region} is assumed: the log names none (--region)");
        var (shape, why, actual, missing) = paid;
        if (run.App.EndTimeMs is null && shape is not null)
            notes.Add("the log has no end of the application: time and cost are lower bounds");

        if (why is not null && actual is null) notes.Add(why);
        else if (shape is null && actual is { Kind: LedgerKind.Inferred })
            notes.Add("no executor is in the log: the least that can have run is priced");
        var engine = Needs.Find(run).FirstOrDefault(n => n.ChangesEngine);
        var engineNote = engine is not null && shape is not null ? $"no alternatives: {engine.Words}" : null;
        if (engineNote is not null) notes.Add(engineNote);
        IReadOnlyList<Ledger> alternatives = shape is null || engine is not null || !elsewhere ? []
            : new Alternatives(run, shape, region, options, notes, TimesOf(run, shape, region, options, plan)) { AreTold = told }.All();
        if (options.Cluster?.ServerlessBill is not null && shape is not null)
        {
            var estimate = EmrServerlessPlatform.Instance.Inferred(ActualCost.Paid(run, shape, options), out _)!;
            alternatives = [estimate, .. alternatives];
            if (actual?.TotalUsd is > 0 and var billed && estimate.TotalUsd is { } guess)
                notes.Add(FormattableString.Invariant(
                    $"the estimate from the log is {(guess / billed - 1) * 100:+0.0;-0.0} % off the bill"));
        }
        return new CostReport
        {
            PriceBook = options.Book.Name,
            PriceDate = options.Book.DateOf(region),
            Region = region,
            RegionGround = regionGround,
            Platform = options.PlatformOf(run),
            Actual = actual,
            ActualMissing = missing,
            ClusterNotUsed = options.ClusterNotUsed,
            Alternatives = alternatives,
            Notes = notes,
            EngineNote = engineNote,
        };
    }

    static AlternativeTimes? TimesOf(ApplicationRun run, RunShape shape, string region, PriceContext options, Func<ReplayPlan?>? plan)
    {
        // a stream ends when somebody stops it, on any machine
        if (RunUse.IsStream(run)) return null;
        if (plan is null || plan() is not { } replayed) return null;
        var (source, occupancy) = SourceNode.Infer(run, shape, options.Cluster, region, options.Book);
        return new AlternativeTimes(replayed, shape, source, occupancy);
    }
}

/// <summary>What a run cost.</summary>
/// <param name="Shape">What it ran on; null where the log says too little.</param>
/// <param name="NoShape">Null, or why.</param>
/// <param name="Ledger">Null without a price.</param>
/// <param name="Missing">Null, or why.</param>
sealed record PaidPrice(RunShape? Shape, string? NoShape, Ledger? Ledger, string? Missing);
