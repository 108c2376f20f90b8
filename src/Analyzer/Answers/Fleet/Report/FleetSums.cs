using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Totals and groups over costed runs.</summary>
static class FleetSums
{
    /// <summary>Group of what has no name.</summary>
    public const string NoName = "(none)";

    public static FleetTotal Total(IReadOnlyCollection<CostedRun> items)
    {
        var runs = items.Where(i => i.Run is not null).ToList();
        var priced = items.Where(i => i.Usd is not null).ToList();
        return new FleetTotal
        {
            Runs = runs.Count,
            FailedRuns = runs.Count(r => r.Run!.Outcome == RunOutcome.Failed),
            UnfinishedRuns = runs.Count(r => r.Run!.Outcome == RunOutcome.Unfinished),
            Usd = priced.Count == 0 ? null : priced.Sum(p => p.Usd!.Value),
            PricedRuns = runs.Count(r => r.Usd is not null),
            Ground = priced.Count == 0 ? Ground.Missing : priced.Min(p => p.Ground),
            PaidCoreMs = runs.Sum(r => r.PaidCoreMs),
            UsedCoreMs = runs.Sum(r => r.UsedCoreMs),
            UsedWasteCoreMs = runs.Sum(r => r.UsedWasteCoreMs),
            RunsLackingWork = runs.Count(r => r.Run!.Log?.LacksWork == true),
            WasteUsd = priced.Count == 0 ? null : priced.Sum(p => p.WasteUsd!.Value),
            WasteCoreMs = items.Sum(i => i.WasteCoreMs),
            WallMs = runs.Sum(r => r.Run!.WallMs ?? 0),
            InputBytes = runs.Sum(r => r.Run!.Work?.InputBytes ?? 0),
            OutputBytes = runs.Sum(r => r.Run!.Work?.OutputBytes ?? 0),
            ShuffleBytes = runs.Sum(r => r.Run!.Work?.ShuffleReadBytes ?? 0),
        };
    }

    /// <summary>Largest first.</summary>
    public static IReadOnlyList<FleetGroup> Groups(
        IReadOnlyList<CostedRun> now, IReadOnlyList<CostedRun> before, Ranking ranking, Func<CostedRun, string?> name)
    {
        var earlier = before.GroupBy(r => name(r) ?? NoName, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Total([.. g]), StringComparer.Ordinal);
        return [.. now.GroupBy(r => name(r) ?? NoName, StringComparer.Ordinal)
            .Select(g => new FleetGroup(g.Key, Total([.. g]), earlier.GetValueOrDefault(g.Key)))
            .OrderByDescending(g => ranking.Key(g.Total)).ThenBy(g => g.Name, StringComparer.Ordinal)];
    }

    public static IReadOnlyList<FleetGroup> Days(IReadOnlyList<CostedRun> now, DateOnly since, DateOnly untilExcl)
    {
        const int Listed = 100;
        var days = now.GroupBy(r => r.Day).ToDictionary(g => g.Key, g => (IReadOnlyCollection<CostedRun>)[.. g]);
        var all = untilExcl.DayNumber - since.DayNumber < Listed
            ? Enumerable.Range(since.DayNumber, untilExcl.DayNumber - since.DayNumber).Select(DateOnly.FromDayNumber) : days.Keys.Order();
        return [.. all.Select(d => new FleetGroup(Iso(d), Total(days.GetValueOrDefault(d) ?? [])))];
    }

    /// <summary>Of days with waste, oldest first.</summary>
    public static IReadOnlyList<FleetWasteDay> WasteByDay(IReadOnlyList<CostedRun> now, Ranking ranking) => [.. now.GroupBy(r => r.Day)
        .OrderBy(g => g.Key).Select(g => new FleetWasteDay(Iso(g.Key), Waste(g, ranking))).Where(d => d.Waste.Count > 0)];

    /// <summary>The last twelve times seven days, oldest first, from the first with a run on; empty with fewer than two of them.</summary>
    public static IReadOnlyList<FleetGroup> Weeks(IReadOnlyList<CostedRun> runs, DateOnly untilExcl)
    {
        const int most = 12, days = 7;
        var weeks = runs.Where(r => r.Day < untilExcl && untilExcl.DayNumber - r.Day.DayNumber <= most * days)
            .ToLookup(r => (untilExcl.DayNumber - 1 - r.Day.DayNumber) / days);
        var ago = weeks.Where(w => w.Any(r => r.Run is not null)).Select(w => w.Key).ToList();
        return ago.Count < 2 ? [] : [.. Enumerable.Range(0, ago.Max() + 1).Reverse()
            .Select(a => new FleetGroup(Iso(untilExcl.AddDays(-days * (a + 1))), Total([.. weeks[a]])))];
    }

    /// <summary>Largest first.</summary>
    public static IReadOnlyList<FleetWaste> Waste(IEnumerable<CostedRun> items, Ranking ranking) => [.. items
        .SelectMany(i => i.Waste.Select(w => (Part: w, IsPriced: i.Usd is not null)))
        .GroupBy(w => w.Part.Kind, StringComparer.Ordinal)
        .Select(g => new FleetWaste(
        g.Key, g.Any(w => w.IsPriced) ? g.Sum(w => w.Part.Usd ?? 0) : null, g.Sum(w => w.Part.CoreMs), g.Count()))
        .Where(w => w.Usd > 0 || w.CoreMs > 0)
        .OrderByDescending(w => ranking.Key(w.Usd, w.CoreMs)).ThenBy(w => w.Kind, StringComparer.Ordinal)];

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
