using System.Globalization;

namespace Rightsizer.Reports.Html;

/// <summary>The still picture of lines over one X axis: for print, and where no script runs.</summary>
static class StillLines
{
    const double Width = 600, Height = 160;

    /// <param name="x">Ascending.</param>
    /// <param name="lines">Values with the colour variable of each; null is a gap.</param>
    /// <param name="marks">What stands under the axis, from left to right.</param>
    /// <param name="log">Logarithmic in Y.</param>
    public static Markup Render(IReadOnlyList<double> x, IReadOnlyList<(string Color, IReadOnlyList<double?> Values)> lines,
        IReadOnlyList<string> marks, bool log = false)
    {
        var known = lines.SelectMany(l => l.Values).OfType<double>().Where(v => !log || v > 0).ToList();
        if (known.Count == 0) return Markup.Empty;
        double low = log ? Math.Log(known.Min()) : 0, high = log ? Math.Log(known.Max()) : known.Max(), left = x[0], right = x[^1];
        string At(double px, double v) => string.Create(CultureInfo.InvariantCulture,
            $"{(right > left ? (px - left) / (right - left) : 0.5) * Width:0.#},{Height * (1 - (high > low ? ((log ? Math.Log(v)
                : v) - low) / (high - low) : 0.5)):0.#}");
        var drawn = lines.Select(l => Markup.Html(
            $"<polyline class=\"line-{l.Color}\" "
                + $"points=\"{string.Join(' ', l.Values.Select((v, i) => v is { } y && (!log || y > 0) ? At(x[i], y)
                    : null).OfType<string>())}\"/>"));
        return Markup.Html($"""
            <svg viewBox="0 0 600 160" preserveAspectRatio="none" role="img">{Markup.Join(drawn)}</svg>
            <div class="axis">{Markup.Join(marks.Select(m => Markup.Html($"<span>{m}</span>")))}</div>
            """);
    }
}
