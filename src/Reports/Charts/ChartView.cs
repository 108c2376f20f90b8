namespace Rightsizer.Reports.Charts;

/// <summary>A chart of a page as data, for the JSON document of the same command.</summary>
/// <param name="Id">As on the page, and of its files.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Source">How the values are known.</param>
/// <param name="X">The axis along the page.</param>
/// <param name="Y">The axis upwards; names are listed downwards.</param>
/// <param name="Right">A second scale, at the right; null where there is one.</param>
/// <param name="Marks">In the order in which they are drawn.</param>
public sealed record ChartView(
    string Id, string Title, string Source, ChartAxisView X, ChartAxisView Y, ChartAxisView? Right, IReadOnlyList<ChartMarkView> Marks)
{
    public static IReadOnlyList<ChartView> Of(IEnumerable<ChartModel> charts) => [.. charts.Select(Of)];

    static ChartView Of(ChartModel m) => new(m.Id, m.Title, m.Source, Of(m.X), Of(m.Y), m.Right is { } right ? Of(right) : null,
        [.. m.Marks.Select(Of)]);

    static ChartAxisView Of(ChartAxis a) => new(a.Title, a.Unit, a.Names);

    static ChartMarkView Of(ChartMark mark) => mark switch
    {
        BoxMark b => View("box", [b.X0, b.X1], [b.Y0, b.Y1], b),
        LineMark l => View("line", [.. l.Points.Select(p => p.X)], [.. l.Points.Select(p => p.Y)], l),
        AreaMark a => View("area", [.. a.Upper.Select(p => p.X)], [.. a.Upper.Select(p => p.Y)], a),
        PointMark p => View("point", [p.X], [p.Y], p),
        RuleMark r => View("rule", r.Vertical ? [r.At] : [], r.Vertical ? [] : [r.At], r),
        _ => throw new InvalidOperationException($"no view of {mark.GetType().Name}"),
    };

    /// <summary>Six digits after the point: cents of a cent, and no noise of the last bit.</summary>
    static ChartMarkView View(string kind, double[] x, double[] y, ChartMark m) =>
        new(kind, [.. x.Select(Rounded)], [.. y.Select(Rounded)], m.OnRight, m.Label, m.Detail);

    static double Rounded(double v) => Math.Round(v, 6);
}

/// <param name="Title">What is measured; "" for names.</param>
/// <param name="Unit">ms, usd, bytes, count, cores, coreHours or percent; "" for names.</param>
/// <param name="Names">By whole number, 0 for the first; empty where the axis has a unit.</param>
public sealed record ChartAxisView(string Title, string Unit, IReadOnlyList<string> Names);

/// <param name="Kind">box, line, area, point or rule.</param>
/// <param name="X">From and to of a box, each point of a line or an area, the one value of a point or of an upright rule.</param>
/// <param name="Y">The same upwards.</param>
/// <param name="OnRight">Its values upwards are of the scale at the right.</param>
/// <param name="Label">Written beside it; null where nothing is.</param>
/// <param name="Detail">Shown where it is pointed at; null where nothing is.</param>
public sealed record ChartMarkView(
    string Kind, IReadOnlyList<double> X, IReadOnlyList<double> Y, bool OnRight, string? Label, string? Detail);
