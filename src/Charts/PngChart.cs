using Rightsizer.Reports.Charts;
using ScottPlot;
using SkiaSharp;

namespace Rightsizer.Charts;

/// <summary>Draws a chart as a PNG file by ScottPlot: the same sheet as the SVG file, on light ground.</summary>
public static class PngChart
{
    const int Quality = 100, KeyBox = 14;

    /// <summary>1600 x 900 pixels.</summary>
    /// <param name="m">The chart.</param>
    /// <param name="stream">Where the file goes.</param>
    /// <exception cref="TypeInitializationException">SkiaSharp's native library is missing.</exception>
    public static void Write(ChartModel m, Stream stream)
    {
        m = StripRows.Spread(m);
        var sheet = ChartSheet.Lay(m);
        using var surface = SKSurface.Create(new SKImageInfo(ChartSheet.Width, ChartSheet.Height));
        ScottPlot.Fonts.Default = ChartFont.Family;
        using (var plot = new Plot())
        {
            new PlotMarks(plot, m, sheet).Add();
            PlotAxes.Set(plot, m, sheet);
            plot.Render(surface.Canvas, PlotAxes.Whole(sheet));
        }
        // after the plot, which clears the whole sheet first
        Words(surface.Canvas, sheet);
        Keys(surface.Canvas, sheet);
        surface.Canvas.DrawColor(SKColor.Parse(ChartPalette.LightGround), SKBlendMode.DstOver);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, Quality);
        data.SaveTo(stream);
    }

    static void Words(SKCanvas canvas, ChartSheet sheet)
    {
        using var bold = new SKFont(ChartFont.Bold, ChartSheet.TitleFont);
        using var plain = new SKFont(ChartFont.Plain, ChartSheet.Font);
        for (var i = 0; i < sheet.TitleLines.Count; i++)
            Line(canvas, sheet.TitleLines[i], ChartSheet.Margin, ChartSheet.TitleY(i), bold, ChartPalette.LightInk);
        for (var i = 0; i < sheet.SourceLines.Count; i++)
            Line(canvas, sheet.SourceLines[i], ChartSheet.Margin, sheet.SourceY(i), plain, ChartPalette.LightSoft);
    }

    static void Keys(SKCanvas canvas, ChartSheet sheet)
    {
        using var font = new SKFont(ChartFont.Plain, ChartSheet.Font);
        foreach (var (key, x, y) in sheet.Keys)
        {
            using var paint = new SKPaint { Color = SKColor.Parse(ChartPalette.Light(key.Hue)), IsAntialias = true };
            if (key.Fill == ChartFill.Faint) paint.Color = paint.Color.WithAlpha(PlotMarks.FaintAlpha);
            if (key.Fill == ChartFill.Hatch) (paint.Style, paint.StrokeWidth) = (SKPaintStyle.Stroke, 2);
            canvas.DrawRect(x + 1, y + 1, KeyBox - 2, KeyBox - 2, paint);
            if (key.Fill == ChartFill.Hatch) canvas.DrawLine(x + 1, y + KeyBox - 1, x + KeyBox - 1, y + 1, paint);
            Line(canvas, key.Name, x + 22, y + 12, font, ChartPalette.LightInk);
        }
    }

    static void Line(SKCanvas canvas, string text, float x, float y, SKFont font, string color)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(color), IsAntialias = true };
        canvas.DrawText(text, x, y, font, paint);
    }
}
