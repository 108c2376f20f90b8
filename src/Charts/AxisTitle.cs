using Rightsizer.Reports.Charts;
using ScottPlot;

namespace Rightsizer.Charts;

/// <summary>A text at a corner of the plot that may stand outside of it.</summary>
sealed class AxisTitle(string text, double x, double y, Alignment alignment, float offsetX, float offsetY) : IPlottable
{
    public bool IsVisible { get; set; } = true;
    public IAxes Axes { get; set; } = new Axes();
    public IEnumerable<LegendItem> LegendItems => LegendItem.None;

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var paint = Paint.NewDisposablePaint();
        var label = new LabelStyle
        {
            Text = text,
            FontSize = ChartSheet.Font - 1,
            ForeColor = Color.FromHex(ChartPalette.LightSoft),
            Alignment = alignment,
        };
        // the data area is all that may be drawn on otherwise
        rp.CanvasState.DisableClipping();
        label.Render(rp.Canvas, Axes.GetPixel(new Coordinates(x, y)).WithOffset(offsetX, offsetY), paint);
    }
}
