namespace Rightsizer.Reports.Charts;

/// <summary>One chart, whoever draws it: the page, its print, an SVG file or a PNG file.</summary>
public sealed record ChartModel
{
    /// <summary>Lower-case words with hyphens; unique on a page, and the name of a file.</summary>
    public required string Id { get; init; }

    /// <summary>What the chart shows, said as the finding: "Half of the cores waited 3.4 s for one task".</summary>
    public required string Title { get; init; }

    /// <summary>How the values are known, and from what.</summary>
    public required string Source { get; init; }
    public required ChartAxis X { get; init; }

    /// <summary>Numbers grow upwards, names are listed downwards.</summary>
    public required ChartAxis Y { get; init; }

    /// <summary>A second scale, at the right; null where there is one.</summary>
    public ChartAxis? Right { get; init; }

    /// <summary>In the order in which they are drawn.</summary>
    public required IReadOnlyList<ChartMark> Marks { get; init; }

    /// <summary>What the colours stand for; empty where the marks carry their names.</summary>
    public IReadOnlyList<ChartKey> Keys { get; init; } = [];

    /// <summary>The values in rows, for readers who cannot see the chart; null where a table beside the chart has them.</summary>
    public ChartTable? Values { get; init; }

    /// <summary>Height of the plot in pixels of a page.</summary>
    public int Height { get; init; } = 220;

    /// <summary>Drawn without axes: a strip whose boxes carry their own figures.</summary>
    public bool Bare { get; init; }

    /// <summary>Small enough to stand beside other charts.</summary>
    public bool Small { get; init; }
}

/// <summary>How a value becomes a place.</summary>
public enum ChartScaling { Linear, Log, Names }

/// <param name="Title">What is measured.</param>
/// <param name="Unit">ms, usd, bytes, count, cores, coreHours or percent; empty for names.</param>
/// <param name="Low">First value of the axis.</param>
/// <param name="High">Last value of the axis; for names their number.</param>
/// <param name="Scaling">How a value becomes a place.</param>
public sealed record ChartAxis(string Title, string Unit, double Low, double High, ChartScaling Scaling = ChartScaling.Linear)
{
    /// <summary>By whole number, 0 for the first; only for <see cref="ChartScaling.Names"/>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Ids of the rows that the names lead to; empty where they lead nowhere.</summary>
    public IReadOnlyList<string?> Links { get; init; } = [];

    /// <summary>Names are listed, each with a lane of one unit.</summary>
    public static ChartAxis Named(string title, IReadOnlyList<string> names) =>
        new(title, "", 0, names.Count, ChartScaling.Names) { Names = names };

    /// <summary>0 at the low end, 1 at the high end; a value outside is cut to the end.</summary>
    public double Place(double value)
    {
        if (Scaling == ChartScaling.Log)
        {
            var (low, high) = (Math.Log(Math.Max(Low, 1e-12)), Math.Log(Math.Max(High, 1e-12)));
            return high <= low ? 0.5 : Math.Clamp((Math.Log(Math.Max(value, 1e-12)) - low) / (high - low), 0, 1);
        }
        return High <= Low ? 0.5 : Math.Clamp((value - Low) / (High - Low), 0, 1);
    }
}

/// <param name="Name">Beside the colour.</param>
/// <param name="Hue">The colour.</param>
/// <param name="Fill">How the colour fills.</param>
public sealed record ChartKey(string Name, Hue Hue, ChartFill Fill = ChartFill.Solid);

/// <param name="Columns">Headings.</param>
/// <param name="Rows">Each with a text for every column.</param>
public sealed record ChartTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
