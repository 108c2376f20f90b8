using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Formatting;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Rightsizer.Charts;

/// <summary>Axes, ticks and grid of a plot.</summary>
static class PlotAxes
{
    const int Left = 1, Under = 52;
    const double Beyond = 0.005;

    /// <summary>The rectangle that ScottPlot draws in: plot and axes, from the title of the Y axis to that of the X axis.</summary>
    public static PixelRect Whole(ChartSheet sheet) =>
        new(Left, ChartSheet.Width - Left, sheet.PlotY + sheet.PlotHeight + Under, sheet.PlotY - OverPlot);

    const int OverPlot = 30;

    public static void Set(Plot plot, ChartModel m, ChartSheet sheet)
    {
        var ground = Color.FromHex(ChartPalette.LightGround);
        plot.FigureBackground.Color = ground;
        plot.DataBackground.Color = ground;
        plot.Layout.Fixed(new PixelPadding(
            sheet.PlotX - Left, ChartSheet.Width - Left - sheet.PlotX - sheet.PlotWidth, Under, OverPlot));
        // a point at the end is not cut in half
        plot.Axes.SetLimits(-Beyond, 1 + Beyond, 0, 1);
        plot.Axes.Right.IsVisible = m.Right is not null;
        plot.Grid.MajorLineColor = Color.FromHex("#dedbd3");
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        Ticks(plot.Axes.Bottom, m.X, new PlotScale(m.X, false), Math.Clamp(sheet.PlotWidth / 130, 3, 10));
        Ticks(plot.Axes.Left, m.Y, new PlotScale(m.Y, m.Y.Scaling == ChartScaling.Names), Math.Clamp(sheet.PlotHeight / 60, 2, 8));
        if (m.Right is { } right) Ticks(plot.Axes.Right, right, new PlotScale(right, false), Math.Clamp(sheet.PlotHeight / 60, 2, 8));
        if (m.X.Scaling == ChartScaling.Names) plot.Grid.XAxisStyle.IsVisible = false;
        if (m.Y.Scaling == ChartScaling.Names) plot.Grid.YAxisStyle.IsVisible = false;
        Titles(plot, m);
    }

    /// <summary>Horizontal, where the eye begins: over the axis, and at the end of the one below.</summary>
    static void Titles(Plot plot, ChartModel m)
    {
        Title(m.X.Title, 1, 0, Alignment.UpperRight, 0, 28);
        Title(m.Y.Title, 0, 1, Alignment.LowerLeft, -50, -8);
        if (m.Right is { } right) Title(right.Title, 1, 1, Alignment.LowerRight, 60, -8);

        void Title(string text, double x, double y, Alignment alignment, float offsetX, float offsetY)
        {
            if (text.Length == 0) return;
            var t = new AxisTitle(text, x, y, alignment, offsetX, offsetY);
            plot.Add.Plottable(t);
        }
    }

    static void Ticks(IAxis axis, ChartAxis of, PlotScale scale, int wanted)
    {
        axis.TickLabelStyle.FontSize = ChartSheet.Font - 1;
        axis.TickLabelStyle.ForeColor = Color.FromHex(ChartPalette.LightSoft);
        axis.MajorTickStyle.Length = 0;
        axis.MinorTickStyle.Length = 0;
        axis.TickGenerator = of.Scaling == ChartScaling.Names ? Names(of, scale, axis.IsHorizontal() ? wanted : int.MaxValue)
            : Numbers(of, scale, wanted);
    }

    static NumericManual Numbers(ChartAxis of, PlotScale scale, int wanted)
    {
        var ticks = AxisText.Ticks(of, wanted);
        return new NumericManual([.. ticks.Select(scale.Of)], [.. ticks.Select(t => AxisText.Format(of, t))]);
    }

    static NumericManual Names(ChartAxis of, PlotScale scale, int most)
    {
        var every = (of.Names.Count + most - 1) / most;
        var shown = Enumerable.Range(0, of.Names.Count).Where(i => i % Math.Max(1, every) == 0).ToList();
        return new NumericManual([.. shown.Select(i => scale.Of(i + 0.5))],
            [.. shown.Select(i => PlainText.Short(of.Names[i], most == int.MaxValue ? ChartSheet.NameColumns : 24))]);
    }
}
