using System.Globalization;
using System.Text;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html;

namespace Rightsizer.Reports.Charts;

/// <summary>Draws a chart as SVG: on a page, where the window decides its width, or as a file of its own size.</summary>
/// <remarks>
/// Places along X are shares of the plot, so that the same markup fits a phone, a screen and a sheet, and a zoom is nothing but a wider
/// plot. Text keeps its size.
/// </remarks>
public static class SvgChart
{
    const int TickHeight = 20, TitleHeight = 18, TopOfTitle = 20, TopOfRules = 16, NameColumns = 34, TurnedColumns = 24, MostOnPhone = 4;
    const double CharWidth = 6.4, LineOfName = 13, LaneOfTwoLines = 26;

    /// <summary>Nearer to an end, half of a number has no room in the margin.</summary>
    const double EdgeShare = 0.03;

    static readonly int[] LeftMargins = [64, 100, 176, 240], RightMargins = [20, 72, 132];

    /// <summary>The chart with title, legend and values, for a page.</summary>
    public static Markup Figure(ChartModel m)
    {
        var keys = Markup.Join(m.Keys.Select(k => Markup.Html(
            $"<span class=\"key\"><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\" "
                + $"class=\"{FillClass(k.Hue, k.Fill)}\"/></svg>{k.Name}</span>")));
        var legend = m.Keys.Count == 0 ? Markup.Empty : Markup.Html($"<p class=\"keys\">{keys}</p>\n");
        return Markup.Html($"""
            <figure class="chart{Markup.Trusted(m.Small ? " small" : "")}" id="chart-{m.Id}" tabindex="0" data-x="{m.X.Unit}" data-low="{m.X.Low}" data-high="{m.X.High}">
            <figcaption>{PlainText.OneLine(m.Title)}</figcaption>
            {legend}{Svg(m, new SvgSpace(null))}<p class="said" aria-live="polite"></p><div class="under"><p class="source">{PlainText.OneLine(m.Source)}</p>{Values(m)}</div>
            </figure>

            """);
    }

    /// <summary>The chart as a file of its own, on light ground, in the proportions of a slide.</summary>
    public static string Document(ChartModel m)
    {
        m = StripRows.Spread(m);
        var sheet = ChartSheet.Lay(m);
        var text = new StringBuilder();
        for (var i = 0; i < sheet.TitleLines.Count; i++)
            Line(ChartSheet.Margin, ChartSheet.TitleY(i), "file-title", sheet.TitleLines[i]);
        foreach (var (key, x, y) in sheet.Keys)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{x}\" y=\"{y}\" width=\"14\" height=\"14\" class=\"{FillClass(key.Hue, key.Fill)}\"/>");
            Line(x + 22, y + 12, "key", PlainText.OneLine(key.Name));
        }
        for (var i = 0; i < sheet.SourceLines.Count; i++) Line(ChartSheet.Margin, sheet.SourceY(i), "soft", sheet.SourceLines[i]);
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{ChartSheet.Width}" height="{ChartSheet.Height}" viewBox="0 0 {ChartSheet.Width} {ChartSheet.Height}" role="img" aria-label="{HtmlText.Encode(PlainText.OneLine(m.Title))}">
            <style>{FileStyles()}</style>{Patterns()}
            <rect width="{ChartSheet.Width}" height="{ChartSheet.Height}" fill="{ChartPalette.LightGround}"/>
            {text}
            <g transform="translate({sheet.PlotX},{sheet.PlotY - Top(m)})">{Plot(m with { Height = sheet.PlotHeight }, new SvgSpace(sheet.PlotWidth), fixedWidth: true)}</g>
            </svg>

            """.ReplaceLineEndings("\n");

        void Line(int x, int y, string style, string words) => text.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{x}\" y=\"{y}\" class=\"{style}\">{HtmlText.Encode(words)}</text>");
    }

    /// <summary>What hatched marks are filled with; once on a page.</summary>
    public static string Patterns() => """
        <svg width="0" height="0" class="patterns" aria-hidden="true"><defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="s-idle" d="M0,0V7"/></pattern><pattern id="hatch-problem" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="s-problem" d="M0,0V6"/></pattern></defs></svg>
        """;

    /// <summary>The colours as variables of a style sheet, for both grounds.</summary>
    public static string Variables(bool dark)
    {
        var css = new StringBuilder();
        foreach (var hue in Enum.GetValues<Hue>())
            css.Append(CultureInfo.InvariantCulture,
                $"--{ChartPalette.Word(hue)}:{(dark ? ChartPalette.Dark(hue) : ChartPalette.Light(hue))};");
        return css.Append(CultureInfo.InvariantCulture, $"--inside:{(dark ? ChartPalette.DarkInside : ChartPalette.LightInside)};")
            .ToString();
    }

    /// <summary>The classes that marks carry.</summary>
    public static string Classes()
    {
        var css = new StringBuilder();
        foreach (var word in Enum.GetValues<Hue>().Select(ChartPalette.Word))
            css.Append(CultureInfo.InvariantCulture, $".h-{word}{{fill:var(--{word})}}.s-{word}{{stroke:var(--{word});fill:none}}");
        return css.ToString();
    }

    static string FileStyles() =>
        $":root{{{Variables(dark: false)}--card:{ChartPalette.LightGround};--soft:{ChartPalette.LightSoft};--line:#dedbd3}}" + Classes()
        + "text{font:15px system-ui,'DejaVu Sans',sans-serif;fill:" + ChartPalette.LightInk + "}.file-title{font-size:26px;font-weight:600}"
        + """
        .soft,.tick,.axis-title{fill:var(--soft)}.grid,.axis-line{stroke:var(--line)}.box{stroke:var(--card)}
        .hatch{fill:url(#hatch);stroke:var(--idle)}.hatch-problem{fill:url(#hatch-problem);stroke:var(--problem)}
        .faint{fill-opacity:.22}.none{fill:none}.inside{fill:var(--inside)}.line{stroke-width:2.5;fill:none}.dashed{stroke-dasharray:7 5}
        .outlined{stroke:var(--ink);stroke-width:2}.rule{stroke:var(--ink);stroke-dasharray:4 4}.whisker{stroke-width:2}
        .lead{stroke:var(--soft)}
        .dot{stroke:var(--card);stroke-width:2}.bold{font-weight:600}
        """;

    static Markup Svg(ChartModel m, SvgSpace space)
    {
        var height = Top(m) + m.Height + (m.Bare ? 2 : TickHeight + TitleHeight);
        var margins = (m.Bare ? "bare" : $"pl{LeftClass(m)} pr{RightClass(m)}") + (IsTurned(m, space) ? " turns" : "");
        return Markup.Html($"""
            <svg class="drawing {Markup.Trusted(margins)}" role="img" aria-label="{PlainText.OneLine(m.Title)}" height="{(long)height}">{Markup.Trusted(Plot(m, space, fixedWidth: false))}</svg>

            """);
    }

    static int Top(ChartModel m) => m.Bare ? 1 : (m.Y.Title.Length > 0 || m.Right is not null ? TopOfTitle : 6)
        + (m.Marks.OfType<RuleMark>().Any(r => r.Vertical && r.Label is not null) ? TopOfRules : 0);

    static int LeftClass(ChartModel m)
    {
        if (m.Y.Scaling != ChartScaling.Names) return 0;
        var width = m.Y.Names.Select(n => Math.Min(n.Length, NameColumns)).DefaultIfEmpty(0).Max() * CharWidth;
        return width <= LeftMargins[1] - 12 ? 1 : width <= LeftMargins[2] - 8 ? 2 : 3;
    }

    /// <summary>Width of the plot on a phone of 390 px: what its margins leave, as in the style sheet.</summary>
    internal static double PhoneWidth(ChartModel m) => m.Bare ? 310 : (LeftClass(m) switch { 0 => 255, 1 => 200, 2 => 185, _ => 140 })
        - (RightClass(m) == 1 ? 40 : 0);

    static int RightClass(ChartModel m) => m.Right is not null ? 1 : m.Marks.OfType<LineMark>().Any(l => l.Label is not null) ? 2 : 0;

    /// <summary>Axes, then what moves with a zoom: ticks of X and marks.</summary>
    static string Plot(ChartModel m, SvgSpace space, bool fixedWidth)
    {
        var svg = new StringBuilder();
        var top = Top(m);
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(0,{top})\">");
        if (!m.Bare) Axes(svg, m, space);
        var full = space.At(1);
        if (!fixedWidth) svg.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"window\" width=\"100%\" y=\"-{top}\" height=\"{top + m.Height + TickHeight + TitleHeight}\">"
                + $"<svg class=\"marks\" x=\"0%\" width=\"100%\" y=\"{top}\">");
        if (!m.Bare) XTicks(svg, m, space);
        new SvgMarks(svg, m, space).Draw();
        if (!fixedWidth) svg.Append("</svg></svg>");
        if (!m.Bare)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"axis-line\" x1=\"0\" x2=\"{full}\" y1=\"{m.Height}\" "
                + $"y2=\"{m.Height}\"/>");
            if (m.X.Title.Length > 0)
                svg.Append(CultureInfo.InvariantCulture,
                    $"<text class=\"axis-title\" x=\"{full}\" y=\"{m.Height + TickHeight + 12}\" "
                        + $"text-anchor=\"end\">{HtmlText.Encode(m.X.Title)}</text>");
        }
        return svg.Append("</g>").ToString();
    }

    static void Axes(StringBuilder svg, ChartModel m, SvgSpace space)
    {
        if (m.Y.Title.Length > 0)
            svg.Append(CultureInfo.InvariantCulture,
                $"<text class=\"axis-title\" x=\"-8\" y=\"-8\" {(m.Y.Title.Length > 8 ? "dx=\"-44\"" : "text-anchor=\"end\"")}>"
                    + $"{HtmlText.Encode(m.Y.Title)}</text>");
        if (m.Y.Scaling == ChartScaling.Names)
        {
            for (var i = 0; i < m.Y.Names.Count; i++)
            {
                var lane = (double)m.Height / m.Y.Names.Count;
                var lines = InTwo(m.Y.Names[i], NameColumns, lane >= LaneOfTwoLines);
                var y = (i + 0.5) * lane + 4 - (lines.Count - 1) * LineOfName / 2;
                // the second line is there, maybe empty, wherever it has room: what a log says adds no tag
                for (var line = 0; line < (lane >= LaneOfTwoLines ? 2 : 1); line++)
                {
                    svg.Append(CultureInfo.InvariantCulture, $"<text class=\"name\" x=\"-8\" y=\"{y:0.#}\" "
                        + $"text-anchor=\"end\">{HtmlText.Encode(line < lines.Count ? lines[line] : "")}</text>");
                    y += LineOfName;
                }
            }
        }
        else YTicks(svg, m.Y, m, space, right: false);
        if (m.Right is { } r)
        {
            YTicks(svg, r, m, space, right: true);
            svg.Append(CultureInfo.InvariantCulture,
                $"<text class=\"axis-title\" x=\"{space.At(1)}\" dx=\"64\" y=\"-8\" text-anchor=\"end\">{HtmlText.Encode(r.Title)}</text>");
        }
    }

    /// <summary>A name, on a second line what the first has no room for.</summary>
    static IReadOnlyList<string> InTwo(string name, int columns, bool hasRoom)
    {
        if (name.Length <= columns || !hasRoom || name.LastIndexOf(' ', Math.Min(columns, name.Length - 1)) is not (> 0 and var cut))
            return [PlainText.Short(name, columns)];
        return [name[..cut], PlainText.Short(name[(cut + 1)..], columns)];
    }

    static void YTicks(StringBuilder svg, ChartAxis axis, ChartModel m, SvgSpace space, bool right)
    {
        foreach (var v in AxisText.Ticks(axis, Math.Clamp(m.Height / 44, 2, 8)))
        {
            var y = SvgSpace.Number(m.Height * (1 - axis.Place(v)));
            if (!right) svg.Append(CultureInfo.InvariantCulture,
                $"<line class=\"grid\" x1=\"0\" x2=\"{space.At(1)}\" y1=\"{y}\" y2=\"{y}\"/>");
            var place = right ? $"x=\"{space.At(1)}\" dx=\"8\"" : "x=\"-8\" text-anchor=\"end\"";
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" {place} y=\"{y}\" "
                + $"dy=\"4\">{HtmlText.Encode(AxisText.Format(axis, v))}</text>");
        }
    }

    static void XTicks(StringBuilder svg, ChartModel m, SvgSpace space)
    {
        svg.Append("<g class=\"x-ticks\">");
        if (m.X.Scaling == ChartScaling.Names)
        {
            // names that are too wide for their stretch take two lines where nothing else is under the axis
            var columns = Math.Max(8, (int)(space.Width / m.X.Names.Count / CharWidth) - 2);
            var isWrapped = m.X.Title.Length == 0 && m.X.Names.Any(n => n.Length > columns) && m.X.Names.All(n => n.Length <= 2 * columns);
            var longest = isWrapped ? columns : m.X.Names.Max(n => n.Length);
            var every = Math.Max(1, (int)Math.Ceiling(m.X.Names.Count * (longest + 2) * CharWidth / space.Width));
            // from the middle of the first stretch on, so that no name stands out at an end
            for (var i = (every - 1) / 2; i <= m.X.Names.Count - Math.Max(1, every / 2); i += every)
            {
                var lines = InTwo(m.X.Names[i], isWrapped ? columns : 24, isWrapped);
                for (var line = 0; line < lines.Count; line++)
                    Tick(svg, space, m.X.Place(i + 0.5), lines[line], m.Height + line * (int)LineOfName,
                        IsTurned(m, space) ? " w6" : LeftOutBelow(i / every, m), grid: false);
            }
            for (var i = 0; i < m.X.Names.Count && IsTurned(m, space); i++)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick turned\" x=\"{space.At(m.X.Place(i + 0.5))}\" "
                    + $"y=\"{m.Height + 12}\" text-anchor=\"end\">{HtmlText.Encode(PlainText.Short(m.X.Names[i], TurnedColumns))}</text>");
            }
        }
        else
        {
            var ticks = AxisText.Ticks(m.X, m.Small ? 4 : 8);
            var texts = ticks.Select(t => AxisText.Format(m.X, t)).ToList();
            var isTight = texts.Count <= MostOnPhone && texts.Sum(t => (t.Length + 2) * CharWidth) > PhoneWidth(m);
            for (var i = 0; i < ticks.Count; i++) Tick(svg, space, m.X.Place(ticks[i]), texts[i], m.Height,
                isTight ? i % 2 == 1 ? " minor2" : "" : LeftOutBelow(i, m, ticks.Count), grid: true);
        }
        svg.Append("</g>");
    }

    /// <summary>Every second number goes on a narrow page, and half of the rest on a phone, where there are enough.</summary>
    static string LeftOutBelow(int number, ChartModel m, int? ofTicks = null)
    {
        var of = ofTicks ?? m.X.Names.Count;
        return of <= MostOnPhone ? "" : number % 2 == 1 ? " minor"
            : (of > 8 || of > 4 && m.Y.Scaling == ChartScaling.Names) && number % 4 == 2 ? " minor2" : "";
    }

    /// <summary>Names of things, unlike days, are all needed: on a phone they are written askew under the axis.</summary>
    static bool IsTurned(ChartModel m, SvgSpace space) =>
        space.Pixels is null && m.X.Scaling == ChartScaling.Names && m.X.Title.Length == 0 && m.X.Names.Count > 2;

    static void Tick(StringBuilder svg, SvgSpace space, double share, string text, int height, string leftOut, bool grid)
    {
        var x = space.At(share);
        if (grid) svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{height + 4}\"/>");
        var anchor = grid && share < EdgeShare ? "start" : share > 1 - EdgeShare ? "end" : "middle";
        svg.Append(CultureInfo.InvariantCulture,
            $"<text class=\"tick{leftOut}\" x=\"{x}\" y=\"{height + 17}\" "
                + $"text-anchor=\"{anchor}\">{HtmlText.Encode(text)}</text>");
    }

    static Markup Values(ChartModel m)
    {
        if (m.Values is not { Rows.Count: > 0 } t) return Markup.Empty;
        var heads = Markup.Join(t.Columns.Select(c => Markup.Html($"<th scope=\"col\">{c}</th>")));
        var rows = Markup.Join(t.Rows.Select(r => Markup.Html($"<tr>{Markup.Join(r.Select(Cell))}</tr>\n")));
        return Markup.Html(
            $"<details class=\"values\"><summary>Values of this "
                + $"chart</summary><table><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table></details>\n");
    }

    static Markup Cell(string text, int column) =>
        Markup.Html($"<td{Markup.Trusted(column == 0 ? "" : " class=\"n\"")}>{PlainText.OneLine(text)}</td>");

    internal static string FillClass(Hue hue, ChartFill fill) => fill switch
    {
        ChartFill.Hatch => hue == Hue.Problem ? "hatch-problem" : "hatch",
        ChartFill.Faint => $"h-{ChartPalette.Word(hue)} faint",
        ChartFill.None => "none",
        _ => "box h-" + ChartPalette.Word(hue),
    };
}
