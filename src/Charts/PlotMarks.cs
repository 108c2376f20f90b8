using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Formatting;
using ScottPlot;
using ScottPlot.Hatches;

namespace Rightsizer.Charts;

/// <summary>The marks of a chart as ScottPlot's shapes, in their order.</summary>
sealed class PlotMarks(Plot plot, ChartModel m, ChartSheet sheet)
{
    public const byte FaintAlpha = 56;
    const double CharWidth = 8.4, LabelHeight = 17;

    readonly PlotScale x = new(m.X, false), y = new(m.Y, m.Y.Scaling == ChartScaling.Names),
        right = new(m.Right ?? m.Y, m.Right is null && m.Y.Scaling == ChartScaling.Names);

    IReadOnlyDictionary<PointMark, PointLabels.Place> names = new Dictionary<PointMark, PointLabels.Place>();

    public void Add()
    {
        names = PointLabels.Arrange([.. m.Marks.OfType<PointMark>()],
            p => (x.Of(p.X) * sheet.PlotWidth, (1 - Y(p.OnRight).Of(p.Y)) * sheet.PlotHeight),
            sheet.PlotWidth, sheet.PlotHeight, CharWidth);
        foreach (var mark in m.Marks)
        {
            switch (mark)
            {
                case BoxMark box: Box(box); break;
                case LineMark line: Line(line); break;
                case AreaMark area: Area(area); break;
                case PointMark point: Point(point); break;
                case RuleMark rule: Rule(rule); break;
            }
        }
        // over everything, so that no later box hides them
        foreach (var box in m.Marks.OfType<BoxMark>()) BoxLabel(box);
    }

    void Box(BoxMark b)
    {
        if (b.Fill == ChartFill.None && !b.Outlined) return;
        var box = plot.Add.Rectangle(x.Of(b.X0), x.Of(b.X1), y.Of(b.Y0), y.Of(b.Y1));
        Fill(box.FillStyle, b.Hue, b.Fill, b.Strength);
        var pixels = Math.Abs(x.Of(b.X1) - x.Of(b.X0)) * sheet.PlotWidth;
        // a line of the ground's colour parts neighbours; of a thin box it would leave nothing
        box.LineStyle.Color = b.Outlined ? Ink : b.Fill == ChartFill.Hatch ? Of(b.Hue) : Color.FromHex(ChartPalette.LightGround);
        box.LineStyle.Width = b.Outlined ? 2 : pixels < 4 && b.Fill == ChartFill.Solid ? 0 : 1;
    }

    void Line(LineMark l)
    {
        if (l.Points.Count == 0) return;
        var line = plot.Add.ScatterLine(Coordinates(l.Points, l.OnRight), Of(l.Hue));
        line.LineWidth = 2.5f;
        if (l.Steps) line.ConnectStyle = ConnectStyle.StepHorizontal;
        if (l.Dashed) line.LinePattern = LinePattern.Dashed;
        if (l.Label is { } label)
            plot.Add.Plottable(new AxisTitle(PlainText.OneLine(label), x.Of(l.Points[^1].X), Y(l.OnRight).Of(l.Points[^1].Y),
                Alignment.MiddleLeft, 8, 0));
    }

    void Area(AreaMark a)
    {
        if (a.Upper.Count == 0) return;
        var upper = a.Steps ? Stepped(a.Upper) : a.Upper;
        var lower = a.Lower ?? [new(a.Upper[0].X, m.Y.Low), new(a.Upper[^1].X, m.Y.Low)];
        var area = plot.Add.Polygon(Coordinates([.. upper, .. lower.Reverse()], a.OnRight));
        Fill(area.FillStyle, a.Hue, a.Fill, 1);
        area.LineWidth = 0;
    }

    void Point(PointMark p)
    {
        var (px, py) = (x.Of(p.X), Y(p.OnRight).Of(p.Y));
        if (p.XBand is { } xb) Whisker(x.Of(xb.Low), py, x.Of(xb.High), py, p.Hue);
        if (p.YBand is { } yb) Whisker(px, Y(p.OnRight).Of(yb.Low), px, Y(p.OnRight).Of(yb.High), p.Hue);
        plot.Add.Marker(px, py, MarkerShape.FilledCircle, p.Strong ? 16 : 10, Of(p.Hue));
        if (!names.TryGetValue(p, out var place)) return;
        if (place.IsLed)
            Whisker(px, py, px + place.Dx / sheet.PlotWidth, py - (place.Dy - 4) / sheet.PlotHeight, Hue.Idle, Ink, LinePattern.Dotted);
        Text(p.Label!, px, py, place.IsRight ? Alignment.MiddleLeft : Alignment.MiddleRight, (float)place.Dx, (float)place.Dy - 4, Ink,
            p.Strong);
    }

    void Rule(RuleMark r)
    {
        var color = r.Hue == Hue.Problem ? Of(Hue.Problem) : Ink;
        if (r.Vertical)
        {
            var at = x.Of(r.At);
            Whisker(at, 0, at, 1, r.Hue, color, LinePattern.Dashed);
            if (r.Label is { } label)
                plot.Add.Plottable(new AxisTitle(PlainText.OneLine(label), at, 1, at > 0.7 ? Alignment.LowerRight : Alignment.LowerLeft,
                    at > 0.7 ? -4 : 4, -4));
            return;
        }
        var place = Y(r.OnRight).Of(r.At);
        Whisker(0, place, 1, place, r.Hue, color, LinePattern.Dashed);
        if (r.Label is { } text) Text(text, 0, place, Alignment.LowerLeft, 6, -4, Ink);
    }

    /// <summary>In the box where it fits, else beside its end; over it where boxes stand side by side.</summary>
    void BoxLabel(BoxMark b)
    {
        if (b.Label is not { Length: > 0 } label) return;
        var (x0, x1) = (Math.Min(x.Of(b.X0), x.Of(b.X1)), Math.Max(x.Of(b.X0), x.Of(b.X1)));
        var (y0, y1) = (Math.Min(y.Of(b.Y0), y.Of(b.Y1)), Math.Max(y.Of(b.Y0), y.Of(b.Y1)));
        var need = label.Length * CharWidth + 10;
        if ((y1 - y0) * sheet.PlotHeight >= LabelHeight && need <= (x1 - x0) * sheet.PlotWidth)
            Text(label, x0, (y0 + y1) / 2, Alignment.MiddleLeft, 6, 0, b.Fill == ChartFill.Solid && b.Strength > 0.6
                ? Color.FromHex(ChartPalette.LightInside) : Ink, halo: b.Fill != ChartFill.Solid);
        else if (b.InsideOnly) return;
        else if (m.X.Scaling != ChartScaling.Names && m.Y.Scaling == ChartScaling.Names)
        {
            if ((1 - x1) * sheet.PlotWidth > need) Text(label, x1, (y0 + y1) / 2, Alignment.MiddleLeft, 5, 0, Ink);
            else if (x0 * sheet.PlotWidth > need) Text(label, x0, (y0 + y1) / 2, Alignment.MiddleRight, -5, 0, Ink);
        }
        else if (m.X.Scaling == ChartScaling.Names && need - 10 <= (double)sheet.PlotWidth / Math.Max(1, m.X.Names.Count) * 1.2)
            Text(label, (x0 + x1) / 2, y1, Alignment.LowerCenter, 0, -5, Ink);
    }

    void Text(string text, double atX, double atY, Alignment alignment, float offsetX, float offsetY, Color color, bool bold = false,
        bool halo = false)
    {
        var t = plot.Add.Text(PlainText.OneLine(text), atX, atY);
        t.LabelFontSize = ChartSheet.Font;
        t.LabelFontColor = color;
        t.LabelBold = bold;
        t.LabelAlignment = alignment;
        if (halo) t.LabelBackgroundColor = Color.FromHex(ChartPalette.LightGround);
        (t.OffsetX, t.OffsetY) = (offsetX, offsetY);
    }

    void Whisker(double x0, double y0, double x1, double y1, Hue hue, Color? color = null, LinePattern? pattern = null)
    {
        var line = plot.Add.Line(x0, y0, x1, y1);
        line.Color = color ?? Of(hue);
        line.LineWidth = pattern is null ? 2 : 1;
        if (pattern is { } p) line.LinePattern = p;
    }

    static void Fill(FillStyle fill, Hue hue, ChartFill how, double strength)
    {
        var color = Of(hue);
        switch (how)
        {
            case ChartFill.Hatch:
                fill.Color = Color.FromHex(ChartPalette.LightGround);
                fill.HatchColor = color;
                fill.Hatch = new Striped(StripeDirection.DiagonalUp);
                break;
            case ChartFill.Faint: fill.Color = color.WithAlpha(FaintAlpha); break;
            case ChartFill.None: fill.Color = Colors.Transparent; break;
            default: fill.Color = strength < 1 ? color.WithAlpha((byte)(255 * strength)) : color; break;
        }
    }

    Coordinates[] Coordinates(IEnumerable<ChartXY> points, bool onRight) =>
        [.. points.Select(p => new Coordinates(x.Of(p.X), Y(onRight).Of(p.Y)))];

    /// <summary>A step line goes across before it goes up.</summary>
    static IReadOnlyList<ChartXY> Stepped(IReadOnlyList<ChartXY> points) =>
        [points[0], .. points.Skip(1).SelectMany((p, i) => new ChartXY[] { new(p.X, points[i].Y), p })];

    PlotScale Y(bool onRight) => onRight ? right : y;

    static Color Ink => Color.FromHex(ChartPalette.LightInk);

    static Color Of(Hue hue) => Color.FromHex(ChartPalette.Light(hue));
}
