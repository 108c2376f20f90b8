using System.Globalization;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>What the bars of days are stacked by.</summary>
public enum FleetSplit { Job, Owner, Team, Platform, Waste }

/// <summary>What the largest jobs, owners, teams, platforms or kinds of waste cost over time, the others as one.</summary>
/// <param name="Times">ISO dates of the first day of each slice, oldest first: days, or weeks where the period is longer than
/// three.</param>
/// <param name="ByWeek">Slices are seven days.</param>
/// <param name="Lines">Largest first, as the report ranks; the others are last. By waste, work is first.</param>
public sealed record FleetSeries(IReadOnlyList<string> Times, bool ByWeek, IReadOnlyList<FleetSeriesLine> Lines)
{
    /// <summary>Name of the line of what is not waste.</summary>
    public const string Work = "work";

    /// <summary>Longer periods are shown by the week.</summary>
    internal const int MostDays = 21;

    const long DayMs = 86_400_000;

    /// <summary>One a slice: time of shared clusters that no run held. By waste it is a line.</summary>
    public IReadOnlyList<decimal> IdleUsd { get; init; } = [];

    /// <param name="report">Its runs are the lines; what its days cost beyond them is idle time of shared clusters.</param>
    /// <param name="by">What a line is.</param>
    /// <param name="most">Lines of their own.</param>
    public static FleetSeries Build(FleetReport report, FleetSplit by, int most)
    {
        var first = Day(report.Period.Since);
        var width = report.Period.Days > MostDays ? 7 : 1;
        var slices = Math.Max(1, (report.Period.Days + width - 1) / width);
        int Slice(DateOnly day) => Math.Clamp((day.DayNumber - first.DayNumber) / width, 0, slices - 1);
        IReadOnlyList<string> times = [.. Enumerable.Range(0, slices)
            .Select(i => first.AddDays(i * width).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        if (by == FleetSplit.Waste) return new(times, width > 1, OfWaste(report, most, slices, Slice)) { IdleUsd = new decimal[slices] };

        var sums = new Sums(Names(report, by).Take(most), slices);
        foreach (var run in report.Runs)
            sums.Add(NameOf(run, by), Slice(CostedRun.DayOf(run.StartMs)), run.Usd ?? 0, run.PaidCoreMs);
        var lines = sums.Lines();
        var idle = new decimal[slices];
        foreach (var day in report.Waste.Any(w => w.Kind == CostedRun.SharedIdle) ? report.ByDay : [])
            idle[Slice(Day(day.Name))] += day.Total.Usd ?? 0;
        for (var i = 0; i < slices; i++) idle[i] = Math.Max(0, idle[i] - lines.Sum(l => l.Usd[i]));
        return new(times, width > 1, lines) { IdleUsd = idle };
    }

    static List<FleetSeriesLine> OfWaste(FleetReport report, int most, int slices, Func<DateOnly, int> slice)
    {
        var sums = new Sums(report.Waste.Take(most).Select(w => (w.Kind, (string?)null)), slices);
        var work = new FleetSeriesLine(Work, null, new decimal[slices], new long[slices]);
        var waste = report.WasteByDay.ToDictionary(d => d.Day, d => d.Waste, StringComparer.Ordinal);
        foreach (var day in report.ByDay)
        {
            var (at, parts) = (slice(Day(day.Name)), waste.GetValueOrDefault(day.Name) ?? []);
            foreach (var w in parts) sums.Add((w.Kind, null), at, w.Usd ?? 0, w.CoreMs);
            ((decimal[])work.Usd)[at] += Math.Max(0, (day.Total.Usd ?? 0) - parts.Sum(w => w.Usd ?? 0));
            ((long[])work.CoreMs)[at] += Math.Max(0, day.Total.PaidCoreMs - parts.Sum(w => w.CoreMs));
        }
        return [work, .. sums.Lines()];
    }

    static IEnumerable<(string, string?)> Names(FleetReport r, FleetSplit by) => by switch
    {
        FleetSplit.Job => r.Jobs.Where(j => j.Total.Runs > 0).Select(j => (j.Name, (string?)j.Owner)),
        FleetSplit.Owner => Of(r.ByOwner),
        FleetSplit.Team => Of(r.ByTeam),
        _ => Of(r.ByPlatform),
    };

    static IEnumerable<(string, string?)> Of(IReadOnlyList<FleetGroup> groups) =>
        groups.Where(g => g.Total.Runs > 0).Select(g => (g.Name, (string?)null));

    static (string, string?) NameOf(FleetRun run, FleetSplit by) => by switch
    {
        FleetSplit.Job => (run.Job, run.Owner),
        FleetSplit.Owner => (run.Owner, null),
        FleetSplit.Team => (run.Team ?? FleetSums.NoName, null),
        _ => (run.Platform, null),
    };

    static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Sums by line and slice; what has no line of its own is the last.</summary>
    sealed class Sums
    {
        readonly List<(string Name, string? Owner)> names;
        readonly Dictionary<(string, string?), int> places = [];
        readonly decimal[][] usd;
        readonly long[][] coreMs;

        public Sums(IEnumerable<(string, string?)> shown, int slices)
        {
            names = [.. shown];
            for (var i = 0; i < names.Count; i++) places.TryAdd(names[i], i);
            usd = [.. Enumerable.Range(0, names.Count + 1).Select(_ => new decimal[slices])];
            coreMs = [.. Enumerable.Range(0, names.Count + 1).Select(_ => new long[slices])];
        }

        public void Add((string, string?) name, int slice, decimal dollars, long ms)
        {
            var line = places.GetValueOrDefault(name, names.Count);
            usd[line][slice] += dollars;
            coreMs[line][slice] += ms;
        }

        public List<FleetSeriesLine> Lines()
        {
            var lines = names.Select((n, i) => new FleetSeriesLine(n.Name, n.Owner, usd[i], coreMs[i])).ToList();
            if (coreMs[^1].Any(v => v > 0) || usd[^1].Any(v => v > 0)) lines.Add(new(null, null, usd[^1], coreMs[^1]));
            return lines;
        }
    }
}

/// <param name="Name">Job, owner, team, platform or kind of waste; null for all the others together.</param>
/// <param name="Owner">Of a job; null for what is no job.</param>
/// <param name="Usd">One a slice; runs without a price add nothing.</param>
/// <param name="CoreMs">One a slice: paid core time.</param>
public sealed record FleetSeriesLine(string? Name, string? Owner, IReadOnlyList<decimal> Usd, IReadOnlyList<long> CoreMs);
