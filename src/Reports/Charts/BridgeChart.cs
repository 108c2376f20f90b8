namespace Rightsizer.Reports.Charts;

/// <summary>From one amount to another by what made the difference.</summary>
public static class BridgeChart
{
    /// <param name="id">Of the chart.</param>
    /// <param name="title">The finding.</param>
    /// <param name="source">How the values are known.</param>
    /// <param name="axis">What is measured; its ends are set here.</param>
    /// <param name="before">Name and amount at the left.</param>
    /// <param name="steps">Causes with their amounts; those of 0 are left out.</param>
    /// <param name="after">Name and amount at the right.</param>
    /// <param name="amount">How an amount reads.</param>
    /// <param name="signed">How a difference reads.</param>
    public static ChartModel Build(string id, string title, string source, ChartAxis axis, (string Name, double Amount) before,
        IEnumerable<(string Name, double Amount)> steps, (string Name, double Amount) after, Func<double, string> amount, Func<double,
            string> signed)
    {
        var moved = steps.Where(s => s.Amount != 0).ToList();
        var names = new List<string> { before.Name };
        var marks = new List<ChartMark>();
        double at = before.Amount, high = Math.Max(before.Amount, after.Amount), low = Math.Min(0, Math.Min(before.Amount, after.Amount));
        Bar(0, 0, before.Amount, Hue.Accent, amount(before.Amount), before.Name);
        foreach (var (name, by) in moved)
        {
            Bar(names.Count, at, at + by, by > 0 ? Hue.Problem : Hue.Work, signed(by), name);
            names.Add(name);
            at += by;
            (high, low) = (Math.Max(high, at), Math.Min(low, at));
        }
        Bar(names.Count, 0, after.Amount, Hue.Accent, amount(after.Amount), after.Name);
        names.Add(after.Name);
        return new ChartModel
        {
            Id = id,
            Title = title,
            Source = source,
            X = ChartAxis.Named("", names),
            Y = axis with { Low = low * 1.08, High = high <= 0 ? 1 : high * 1.14 },
            Marks = marks,
            Keys = [new("more", Hue.Problem), new("less", Hue.Work)],
            Height = 210,
            Values = new(["part", "amount"], [[before.Name, amount(before.Amount)], .. moved.Select(s => (IReadOnlyList<string>)[s.Name,
                signed(s.Amount)]),
                [after.Name, amount(after.Amount)]]),
        };

        void Bar(int place, double from, double until, Hue hue, string label, string name) =>
            marks.Add(new BoxMark(place + 0.18, place + 0.82, from, until) { Hue = hue, Label = label, Detail = $"{name}: {label}" });
    }
}
