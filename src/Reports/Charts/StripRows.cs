namespace Rightsizer.Reports.Charts;

/// <summary>A strip as a sheet of its own: each part in a row, where it was in the strip, with its name and figure beside it.</summary>
public static class StripRows
{
    /// <summary>A chart that is no strip is left as it is.</summary>
    public static ChartModel Spread(ChartModel m)
    {
        if (!m.Bare) return m;
        var boxes = m.Marks.OfType<BoxMark>().ToList();
        return m with
        {
            Bare = false,
            X = m.X with { Title = m.X.Title.Length > 0 ? m.X.Title : "time of the run, part after part" },
            Y = ChartAxis.Named("", [.. boxes.Select(_ => "")]),
            Marks = [.. boxes.Select((b, i) => b with
            {
                Y0 = i + 0.18,
                Y1 = i + 0.82,
                InsideOnly = false,
                Label = i < m.Keys.Count ? m.Keys[i].Name : b.Label,
            })],
            Keys = [],
        };
    }
}
