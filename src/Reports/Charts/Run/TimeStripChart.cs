using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>The whole time of a run as one strip: what it was spent on, red where a finding explains it.</summary>
public static class TimeStripChart
{
    /// <summary>A part of the run's time smaller than this is shown with the other small ones.</summary>
    const double SmallShare = 0.015;

    static readonly HashSet<string> Computing = new(StringComparer.Ordinal) { "cpu", "ioAndWait", "unknownRunTime" };
    static readonly HashSet<string> Moving = new(StringComparer.Ordinal)
        { "gc", "spill", "shuffleFetchWait", "shuffleWrite", "deserialize", "schedulerDelay" };

    /// <summary>Null where the run was not replayed.</summary>
    public static ChartModel? Build(AnalysisResult result)
    {
        if (result.Waterfall is not { TotalMs: > 0 } w) return null;
        var kinds = result.Findings.Where(f => f.SavesMs is > 0 || f.SavesCoreMs is > 0).Select(f => f.Kind)
            .ToHashSet(StringComparer.Ordinal);
        var parts = w.Time.Select(l => (l.Name, l.Ms, Explained: TimeParts.Explains(l.Name, kinds)))
            .ToList();
        var marks = new List<ChartMark>();
        var keys = new List<ChartKey>();
        double at = 0;
        var groups = Order(parts, w.TotalMs);
        foreach (var group in groups)
        {
            var share = (double)group.Ms / w.TotalMs;
            var words = $"{group.Words} {Quantity.Duration(group.Ms)}";
            marks.Add(new BoxMark(at, at + group.Ms, 0, 1)
            {
                Hue = group.Hue,
                Fill = group.Hue == Hue.Idle ? ChartFill.Hatch : ChartFill.Solid,
                Label = words,
                Detail = $"{words}, {Quantity.Percent(share)}" + (group.Kind is { } k ? $"; the finding {k} is about it" : ""),
                Link = group.Kind is { } kind ? result.Findings.First(f => f.Kind == kind).Id : null,
            });
            keys.Add(new($"{words} ({Quantity.Percent(share)})", group.Hue, group.Hue == Hue.Idle ? ChartFill.Hatch : ChartFill.Solid));
            at += group.Ms;
        }
        return new ChartModel
        {
            Id = "time",
            Title = groups.Count > 0 && groups.MaxBy(g => g.Ms) is var most
                ? $"Largest part of the {Quantity.Duration(w.TotalMs)}: {most.Words}, {Quantity.Duration(most.Ms)}" : "Where the time went",
            Source = "Derived from the times in the log; the parts add up to the whole run, and shares are of it. Red: a "
                + "finding is about this time, which need not mean that all of it can be saved.",
            X = new("", "ms", 0, w.TotalMs),
            Y = new("", "count", 0, 1),
            Marks = marks,
            Keys = keys,
            Height = 34,
            Bare = true,
            Values = new(["part", "time", "of the run"], [.. w.Time.OrderByDescending(l => l.Ms).Select(l =>
                (IReadOnlyList<string>)[Phrases.TimePart(l.Name), Quantity.Duration(l.Ms), Quantity.Percent((double)l.Ms / w.TotalMs)])]),
        };
    }

    static List<(string Words, long Ms, Hue Hue, string? Kind)> Order(List<(string Name, long Ms, string? Explained)> parts, long total)
    {
        var all = new List<(string Words, long Ms, Hue Hue, string? Kind)>();
        void Add(string words, Hue hue, IEnumerable<(string Name, long Ms, string? Explained)> of, string? kind = null)
        {
            if (of.Sum(p => p.Ms) is > 0 and var ms) all.Add((words, ms, hue, kind));
        }
        var plain = parts.Where(p => p.Explained is null).ToList();
        Add(Phrases.TimePart("beforeFirstJob"), Hue.StartUp, plain.Where(p => p.Name == "beforeFirstJob"));
        Add("computing, reading and writing", Hue.Work, plain.Where(p => Computing.Contains(p.Name)));
        Add("shuffle, spill, garbage collection, task overhead", Hue.Exchange, plain.Where(p => Moving.Contains(p.Name)));
        foreach (var p in parts.Where(p => p.Explained is not null).OrderByDescending(p => p.Ms))
            Add(Phrases.TimePart(p.Name), Hue.Problem, [p], p.Explained);
        var rest = plain.Where(p => p.Name != "beforeFirstJob" && !Computing.Contains(p.Name) && !Moving.Contains(p.Name)).ToList();
        foreach (var p in rest.Where(p => p.Ms >= SmallShare * total).OrderByDescending(p => p.Ms)) Add(Phrases.TimePart(p.Name),
            Hue.Idle, [p]);
        Add("other idle time", Hue.Idle, rest.Where(p => p.Ms < SmallShare * total));
        return all;
    }
}
