namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>The period's runs priced in each of the ways that were priced for every run.</summary>
static class Scenarios
{
    public const string AsItRan = "as it ran";

    public static IReadOnlyList<FleetScenario> Of(IReadOnlyList<CostedRun> items)
    {
        var runs = items.Where(i => i.Run is not null).ToList();
        var scenarios = new List<FleetScenario>();
        if (items.Any(i => i.Usd is not null))
        {
            var priced = items.Where(i => i.Usd is not null).ToList();
            var count = priced.Count(p => p.Run is not null);
            scenarios.Add(new FleetScenario(AsItRan, priced.Sum(p => p.Usd!.Value), count, priced.Sum(p => p.Usd!.Value), runs.Count - count, priced.Min(p => p.Ground), null));
        }
        // every report of a book offers the ways in the same order
        var names = runs.SelectMany(r => r.Run!.Cost?.Alternatives ?? []).Select(a => a.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var with = runs.Where(r => SavingList.PriceOf(r, name) is not null).ToList();
            if (with.Count == 0) continue;
            var ground = with.Min(r => r.Run!.Cost!.Alternatives.First(a => a.Name == name).Ground);
            scenarios.Add(new FleetScenario(name, with.Sum(r => SavingList.PriceOf(r, name)!.Value), with.Count,
                with.All(r => r.Usd is not null) ? with.Sum(r => r.Usd!.Value) : null, runs.Count - with.Count, ground, NoteOf(name)));
        }
        return scenarios;
    }

    static string NoteOf(string name) =>
        (name.Contains("Spot", StringComparison.Ordinal) ? "interruptions not in it; " : name.Contains("On-Demand", StringComparison.Ordinal) ? "a cluster a run, its start included; " : "")
        + "run times taken as they were";
}
