using System.Globalization;
using System.Text;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html;

namespace Rightsizer.Reports.Charts;

/// <summary>The marks of a chart, in their order, into a plot whose upper edge is at 0.</summary>
sealed class SvgMarks(StringBuilder svg, ChartModel m, SvgSpace space)
{
    /// <summary>Longer lines are curves of many values, on which no name can be kept clear.</summary>
    const int MostLinePoints = 40;

    const double CharWidth = 6.6, LabelHeight = 14, DetailColumns = 160, ThinShare = 0.004;

    /// <summary>Width of the plot below which a label does not fit: the style sheet hides it there.</summary>
    const double Middle = 600;

    /// <summary>Width of the plot on a phone of 390 px, beside names of that width.</summary>
    double Narrow => SvgChart.PhoneWidth(m);

    /// <summary>Width that names of points are placed for: of a picture beside a finding, else of a page.</summary>
    const double SmallWidth = 330;

    string? group;
    IReadOnlyDictionary<PointMark, PointLabels.Place> names = new Dictionary<PointMark, PointLabels.Place>();

    public void Draw()
    {
        var width = m.Small && space.Pixels is null ? SmallWidth : space.Width;
        names = PointLabels.Arrange([.. m.Marks.OfType<PointMark>()], p => (m.X.Place(p.X) * width, YOf(p.Y, p.OnRight)), width, m.Height,
            CharWidth, Bands(width));
        foreach (var mark in m.Marks)
        {
            if (mark is not BoxMark) EndGroup();
            switch (mark)
            {
                case BoxMark box: Box(box); break;
                case LineMark line: Line(line); break;
                case AreaMark area: Area(area); break;
                case PointMark point: Point(point); break;
                case RuleMark rule: Rule(rule); break;
            }
        }
        EndGroup();
        // over everything, so that no later box hides them
        foreach (var box in m.Marks.OfType<BoxMark>()) BoxLabel(box);
    }

    IEnumerable<(double X0, double Y0, double X1, double Y1)> Bands(double width)
    {
        foreach (var p in m.Marks.OfType<PointMark>())
        {
            var (x, y) = (m.X.Place(p.X) * width, YOf(p.Y, p.OnRight));
            if (p.XBand is { } xb) yield return (m.X.Place(xb.Low) * width, y, m.X.Place(xb.High) * width, y);
            if (p.YBand is { } yb) yield return (x, YOf(yb.High, p.OnRight), x, YOf(yb.Low, p.OnRight));
        }
        // along lines in steps of about a letter
        foreach (var l in m.Marks.OfType<LineMark>().Where(l => l.Points.Count <= MostLinePoints))
        {
            for (var i = 1; i < l.Points.Count; i++)
            {
                var (x0, y0) = (m.X.Place(l.Points[i - 1].X) * width, YOf(l.Points[i - 1].Y, l.OnRight));
                var (x1, y1) = (m.X.Place(l.Points[i].X) * width, YOf(l.Points[i].Y, l.OnRight));
                var parts = Math.Max(1, (int)(Math.Abs(x1 - x0) + Math.Abs(y1 - y0)) / 8);
                for (var s = 0; s < parts; s++)
                {
                    double At(double from, double to, int part) => from + (to - from) * part / parts;
                    double ya = At(y0, y1, s), yb = At(y0, y1, s + 1), xa = At(x0, x1, s), xb = At(x0, x1, s + 1);
                    yield return (Math.Min(xa, xb), Math.Min(ya, yb), Math.Max(xa, xb), Math.Max(ya, yb));
                }
            }
        }
    }

    double YOf(double value, bool onRight = false)
    {
        var axis = onRight && m.Right is { } right ? right : m.Y;
        return axis.Scaling == ChartScaling.Names ? axis.Place(value) * m.Height : (1 - axis.Place(value)) * m.Height;
    }

    void Box(BoxMark b)
    {
        var (x0, x1) = (m.X.Place(Math.Min(b.X0, b.X1)), m.X.Place(Math.Max(b.X0, b.X1)));
        var (ya, yb) = (YOf(b.Y0), YOf(b.Y1));
        var (y, height) = (Math.Min(ya, yb), Math.Abs(yb - ya));
        var style = SvgChart.FillClass(b.Hue, b.Fill) + (b.Outlined ? " outlined" : x1 - x0 < ThinShare && b.Fill == ChartFill.Solid
            ? " thin" : "");
        if (style != group)
        {
            EndGroup();
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{style}\">");
            group = style;
        }
        var width = Math.Max(x1 - x0, 0.0006);
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{space.At(x0)}\" y=\"{SvgSpace.Number(y)}\" width=\"{space.At(width)}\" height=\"{SvgSpace.Number(height)}\"");
        if (b.Strength < 1) svg.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{SvgSpace.Number(b.Strength)}\"");
        End(b, "rect");
    }

    /// <summary>Where it leads to, and what it says.</summary>
    void End(ChartMark mark, string element)
    {
        if (mark.Link is { } link) svg.Append(CultureInfo.InvariantCulture, $" data-h=\"{HtmlText.Encode(link)}\"");
        if (mark.Detail is { } detail)
            svg.Append("><title>").Append(HtmlText.Encode(PlainText.Short(detail, (int)DetailColumns))).Append("</title></")
                .Append(element).Append('>');
        else svg.Append("/>");
    }

    void EndGroup()
    {
        if (group is not null) svg.Append("</g>");
        group = null;
    }

    void BoxLabel(BoxMark b)
    {
        if (b.Label is not { Length: > 0 } label) return;
        var (x0, x1) = (m.X.Place(Math.Min(b.X0, b.X1)), m.X.Place(Math.Max(b.X0, b.X1)));
        var (ya, yb) = (YOf(b.Y0), YOf(b.Y1));
        var middle = (ya + yb) / 2 + 4;
        var need = label.Length * CharWidth + 10;
        var isTall = Math.Abs(yb - ya) >= LabelHeight;
        var inside = isTall && need <= (x1 - x0) * space.Width;
        if (inside)
        {
            var at = Math.Max(x0, 0);
            var fits = Fits(need / Math.Max(1e-9, x1 - x0));
            Text(at, middle, "start", 6, fits + (b.Fill == ChartFill.Solid && b.Strength > 0.6 ? " inside" : " halo"), label);
            // a bar that holds its label may be too short for it on a phone, and has room beside it
            if (fits.Length > 0 && IsBar && !b.InsideOnly && space.Pixels is null && need <= (1 - x1) * Narrow)
                Text(x1, middle, "start", 5, "phone halo", label);
        }
        else if (b.InsideOnly) return;
        else if (IsBar)
        {
            // beside a short bar, on the side that has room
            if ((1 - x1) * space.Width > need)
            {
                var fits = Fits(need / Math.Max(1e-9, 1 - x1));
                Text(x1, middle, "start", 5, fits + " halo", label);
                // a long bar leaves no room beside it on a phone, and has some inside
                if (fits.Length > 0 && isTall && space.Pixels is null && need <= x1 * Narrow)
                    Text(x1, middle, "end", -5, IsSolidAt(x1, middle - 4) ? "phone inside" : "phone halo", label);
            }
            else if (x0 * space.Width > need) Text(x0, middle, "end", -5, Fits(need / x0) + " halo", label);
        }
        else if (m.X.Scaling == ChartScaling.Names && Math.Abs(yb - ya) >= 0 && need - 10 <= space.Width / Math.Max(1,
            m.X.Names.Count) * 1.2)
            Text((x0 + x1) / 2, Math.Min(ya, yb) - 5, "middle", 0, Fits((need - 10) * m.X.Names.Count) + " halo", label);
    }

    /// <summary>Boxes are bars along X, one below the other.</summary>
    bool IsBar => m.X.Scaling != ChartScaling.Names && m.Y.Scaling == ChartScaling.Names && !m.Bare;

    /// <summary>The box that ends here is dark enough for letters of the ground's colour.</summary>
    bool IsSolidAt(double x, double y) => m.Marks.OfType<BoxMark>().Any(b => b is { Fill: ChartFill.Solid, Strength: > 0.6 }
        && b.X0 != b.X1 && Math.Abs(m.X.Place(Math.Max(b.X0, b.X1)) - x) < 1e-9
        && y > Math.Min(YOf(b.Y0), YOf(b.Y1)) && y < Math.Max(YOf(b.Y0), YOf(b.Y1)));

    string Fits(double plotWidth) => plotWidth <= Narrow ? "" : plotWidth <= Middle ? "w6" : "w9";

    void Text(double share, double y, string anchor, double dx, string style, string text) => svg.Append(CultureInfo.InvariantCulture,
        $"<text class=\"label {style}\" x=\"{space.At(share)}\" dx=\"{dx:0}\" y=\"{y:0.#}\" "
            + $"text-anchor=\"{anchor}\">{HtmlText.Encode(PlainText.OneLine(text))}</text>");

    /// <summary>Paths know no percent: they are drawn on a plot of a thousand and stretched.</summary>
    void Path(string style, string d)
    {
        var width = space.Pixels ?? 1000;
        if (space.Pixels is null)
            svg.Append(CultureInfo.InvariantCulture,
                $"<svg width=\"100%\" height=\"{m.Height}\" viewBox=\"0 0 {width:0} {m.Height}\" preserveAspectRatio=\"none\"><path "
                    + $"class=\"{style}\" d=\"{d}\"/></svg>");
        else svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"{d}\"/>");
    }

    string Points(IEnumerable<ChartXY> points, bool steps, bool onRight, char first)
    {
        var d = new StringBuilder();
        var width = space.Pixels ?? 1000;
        var lastY = double.NaN;
        foreach (var p in points)
        {
            var (x, y) = (m.X.Place(p.X) * width, YOf(p.Y, onRight));
            if (d.Length == 0) d.Append(CultureInfo.InvariantCulture, $"{first}{x:0.#},{y:0.#}");
            else if (steps && y == lastY) d.Append(CultureInfo.InvariantCulture, $"H{x:0.#}");
            else if (steps) d.Append(CultureInfo.InvariantCulture, $"H{x:0.#}V{y:0.#}");
            else d.Append(CultureInfo.InvariantCulture, $"L{x:0.#},{y:0.#}");
            lastY = y;
        }
        return d.ToString();
    }

    void Line(LineMark l)
    {
        if (l.Points.Count == 0) return;
        Path($"line s-{ChartPalette.Word(l.Hue)}{(l.Dashed ? " dashed" : "")}", Points(l.Points, l.Steps, l.OnRight, 'M'));
        var last = l.Points[^1];
        if (l.Label is { } label) Text(m.X.Place(last.X), YOf(last.Y, l.OnRight) + 4, "start", 8, "w6", label);
    }

    void Area(AreaMark a)
    {
        if (a.Upper.Count == 0) return;
        var lower = a.Lower ?? [new(a.Upper[0].X, m.Y.Low), new(a.Upper[^1].X, m.Y.Low)];
        Path(SvgChart.FillClass(a.Hue, a.Fill).Replace("box ", "", StringComparison.Ordinal),
            Points(a.Upper, a.Steps, a.OnRight, 'M') + Points(lower.Reverse(), false, a.OnRight, 'L') + "Z");
    }

    void Point(PointMark p)
    {
        var (x, y) = (m.X.Place(p.X), YOf(p.Y, p.OnRight));
        var word = ChartPalette.Word(p.Hue);
        if (p.XBand is { } xb) Whisker(word, m.X.Place(xb.Low), y, m.X.Place(xb.High), y);
        if (p.YBand is { } yb) Whisker(word, x, YOf(yb.Low, p.OnRight), x, YOf(yb.High, p.OnRight));
        svg.Append(CultureInfo.InvariantCulture,
            $"<circle class=\"dot h-{word}\" cx=\"{space.At(x)}\" cy=\"{SvgSpace.Number(y)}\" r=\"{(p.Strong ? 7 : 4.5)}\"");
        End(p, "circle");
        if (!names.TryGetValue(p, out var place)) return;
        // on a narrower plot the places do not fit any more: only what the chart is about keeps its name
        var onPhone = m.X.Place(p.X) * Narrow + place.Dx;
        var length = p.Label!.Length * CharWidth;
        var isCut = space.Pixels is null && (place.IsRight ? onPhone + length > Narrow : onPhone - length < 0);
        // names of rows and of columns do not meet
        var fits = m.Small || space.Pixels is not null ? ""
            : p.Side != PointSide.Either ? Fits((length + Math.Abs(place.Dx)) / Math.Max(0.01, place.IsRight ? 1 - x : x)) + " "
            : m.Y.Scaling == ChartScaling.Names || p.Strong ? isCut ? "w6 " : "" : "w9 ";
        if (fits is "w6 " or "w9 " && p.Brief is { } inShort)
            Text(x, y + place.Dy, place.IsRight ? "start" : "end", place.Dx, (fits == "w6 " ? "n6" : "n9") + " halo", inShort);
        else if (isCut && p.Strong && !m.Small && p.Label.Split(": ")[0] is var brief && brief.Length * CharWidth <= Narrow / 2)
        {
            var toLeft = m.X.Place(p.X) > 0.5;
            Text(x, y + 18, toLeft ? "end" : "start", toLeft ? -9 : 9, "phone bold halo", brief);
        }
        if (place.IsLed)
        {
            var (endX, endY) = (place.Dx - Math.Sign(place.Dx) * 2, place.Dy - 4);
            var part = 7 / Math.Sqrt(endX * endX + endY * endY);
            svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"{space.At(x)}\" y=\"{SvgSpace.Number(y)}\" overflow=\"visible\"><line "
                + $"class=\"lead {fits}\" x1=\"{endX * part:0.#}\" y1=\"{endY * part:0.#}\" x2=\"{endX:0.#}\" y2=\"{endY:0.#}\"/></svg>");
        }
        Text(x, y + place.Dy, place.IsRight ? "start" : "end", place.Dx, fits + (p.Strong ? "bold halo" : "halo"), p.Label!);
    }

    void Whisker(string word, double x0, double y0, double x1, double y1) => svg.Append(CultureInfo.InvariantCulture,
        $"<line class=\"whisker s-{word}\" x1=\"{space.At(x0)}\" y1=\"{SvgSpace.Number(y0)}\" x2=\"{space.At(x1)}\" "
            + $"y2=\"{SvgSpace.Number(y1)}\"/>");

    void Rule(RuleMark r)
    {
        var style = r.Hue == Hue.Problem ? "rule s-problem" : "rule";
        if (r.Vertical)
        {
            var x = m.X.Place(r.At);
            svg.Append(CultureInfo.InvariantCulture,
                $"<line class=\"{style}\" x1=\"{space.At(x)}\" x2=\"{space.At(x)}\" y1=\"-4\" y2=\"{m.Height}\"/>");
            if (r.Label is not { } label) return;
            var toLeft = x > 0.7 || x > 0.5 && x * Narrow + label.Length * CharWidth > Narrow;
            Text(x, -8, toLeft ? "end" : "start", toLeft ? -4 : 4, "tick", label);
            return;
        }
        var y = YOf(r.At, r.OnRight);
        svg.Append(CultureInfo.InvariantCulture,
            $"<line class=\"{style}\" x1=\"0\" x2=\"{space.At(1)}\" y1=\"{SvgSpace.Number(y)}\" y2=\"{SvgSpace.Number(y)}\"/>");
        if (r.Label is { } text) Text(0, y - 5, "start", 6, "halo", text);
    }
}
