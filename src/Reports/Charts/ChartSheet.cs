using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Charts;

/// <summary>
/// Where the parts of a chart are on a sheet of its own: title, colours, plot and source, in pixels. SVG and PNG files share it.
/// </summary>
public sealed record ChartSheet
{
    /// <summary>The proportions of a slide.</summary>
    public const int Width = 1600, Height = 900;

    /// <summary>Free at the left and at the right.</summary>
    public const int Margin = 40;

    /// <summary>Sizes of text.</summary>
    public const int TitleFont = 26, Font = 15;

    const double TitleCharWidth = 14.6, CharWidth = 8.4, NameMost = 330, KeyBox = 14;
    const int TitleLine = 34, KeyLine = 26, SourceLine = 20, MostTitleLines = 2, MostSourceLines = 2, MostKeyLines = 5;

    /// <summary>Ticks and title of the X axis are under the plot, the title of the Y axis is over it.</summary>
    const int UnderPlot = 52, OverPlot = 30;

    public required IReadOnlyList<string> TitleLines { get; init; }
    public required IReadOnlyList<string> SourceLines { get; init; }

    /// <summary>Each with the left upper corner of its colour.</summary>
    public required IReadOnlyList<(ChartKey Key, int X, int Y)> Keys { get; init; }

    /// <summary>Corner of the plot itself, inside its axes.</summary>
    public required int PlotX { get; init; }
    public required int PlotY { get; init; }
    public required int PlotWidth { get; init; }
    public required int PlotHeight { get; init; }

    /// <summary>Baseline of a title's line, from 0.</summary>
    public static int TitleY(int line) => 50 + line * TitleLine;

    /// <summary>Baseline of a line of the source.</summary>
    public int SourceY(int line) => Height - 24 - (SourceLines.Count - 1 - line) * SourceLine;

    /// <param name="m">With axes: a strip is spread by <see cref="StripRows"/> first.</param>
    public static ChartSheet Lay(ChartModel m)
    {
        const int width = Width - 2 * Margin;
        var title = Wrap(PlainText.OneLine(m.Title), (int)(width / TitleCharWidth), MostTitleLines);
        var source = Wrap(PlainText.OneLine(m.Source), (int)(width / CharWidth), MostSourceLines);
        var top = TitleY(title.Count - 1) + 26;
        var keys = new List<(ChartKey, int, int)>();
        var x = Margin;
        foreach (var key in m.Keys)
        {
            var wide = (int)(KeyBox + 8 + key.Name.Length * CharWidth + 22);
            if (x > Margin && x + wide > Width - Margin) (x, top) = (Margin, top + KeyLine);
            if (keys.Count > 0 && top > TitleY(title.Count - 1) + 26 + (MostKeyLines - 1) * KeyLine) break;
            keys.Add((key, x, top));
            x += wide;
        }
        if (m.Keys.Count > 0) top += KeyLine + 10;
        var left = LeftOf(m);
        var right = m.Right is not null ? 90 : m.Marks.OfType<LineMark>().Any(l => l.Label is not null) ? 170 : 24;
        top += OverPlot + (m.Marks.OfType<RuleMark>().Any(r => r.Vertical && r.Label is not null) ? 16 : 0);
        var bottom = Height - 24 - source.Count * SourceLine - 12 - UnderPlot;
        return new ChartSheet
        {
            TitleLines = title,
            SourceLines = source,
            Keys = keys,
            PlotX = Margin + left,
            PlotY = top,
            PlotWidth = width - left - right,
            PlotHeight = Math.Max(60, bottom - top),
        };
    }

    /// <summary>Letters of a name that fit beside a plot.</summary>
    public const int NameColumns = (int)(NameMost / CharWidth);

    static int LeftOf(ChartModel m) => m.Y.Scaling != ChartScaling.Names ? 90
        : 16 + (int)(m.Y.Names.Select(n => Math.Min(n.Length, NameColumns)).DefaultIfEmpty(0).Max() * CharWidth);

    /// <summary>Lines of whole words; what is over the last is cut.</summary>
    static List<string> Wrap(string text, int columns, int most)
    {
        var lines = new List<string>();
        while (text.Length > columns && lines.Count < most - 1)
        {
            var cut = text.LastIndexOf(' ', columns);
            if (cut <= 0) break;
            lines.Add(text[..cut]);
            text = text[(cut + 1)..];
        }
        lines.Add(PlainText.Short(text, columns));
        return lines;
    }
}
