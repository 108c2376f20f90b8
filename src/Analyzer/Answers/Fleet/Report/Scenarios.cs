using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>The period's runs priced in each of the ways that were priced for every run.</summary>
static class Scenarios
{
    public const string AsItRan = "as it ran";

    /// <summary>In the order in which they are shown.</summary>
    static readonly LedgerKind[] Shown =
    [
        LedgerKind.ServerlessGraviton, LedgerKind.ServerlessX86, LedgerKind.EmrOnDemandGraviton, LedgerKind.EmrOnDemandX86,
        LedgerKind.EmrSpotX86, LedgerKind.EmrOnEks, LedgerKind.Glue,
    ];

    public static IReadOnlyList<FleetScenario> Build(IReadOnlyList<CostedRun> items)
    {
        var runs = items.Where(i => i.Run is not null).ToList();
        var scenarios = new List<FleetScenario>();
        if (items.Any(i => i.Usd is not null))
        {
            var priced = items.Where(i => i.Usd is not null).ToList();
            var count = priced.Count(p => p.Run is not null);
            scenarios.Add(new FleetScenario(AsItRan, priced.Sum(p => p.Usd!.Value), count, priced.Sum(p => p.Usd!.Value),
                runs.Count - count, priced.Min(p => p.Ground), null, priced.Min(p => p.Ground)));
        }
        foreach (var way in Shown)
        {
            var with = runs.Where(r => SavingList.PriceOf(r, way) is not null).ToList();
            if (with.Count == 0) continue;
            var ground = with.Min(r => SavingList.Build(r, way)!.Ground);
            scenarios.Add(new FleetScenario(
                SavingList.Build(with[0], way)!.Name, with.Sum(r => SavingList.PriceOf(r, way)!.Value), with.Count,
                with.All(r => r.Usd is not null) ? with.Sum(r => r.Usd!.Value) : null, runs.Count - with.Count, ground, NoteOf(way),
                with.Min(r => r.Ground)));
        }
        return scenarios;
    }

    static string NoteOf(LedgerKind way) => way switch
    {
        LedgerKind.EmrSpotX86 => "interruptions not included; ",
        LedgerKind.EmrOnDemandX86 or LedgerKind.EmrOnDemandGraviton => "one cluster for each run, its start included; ",
        _ => "",
    } + Times;

    /// <summary>The prices are those of the run's alternatives, with their times.</summary>
    public const string Times = "run times as diagnose simulates them on other cores, as they ran where it cannot";
}
