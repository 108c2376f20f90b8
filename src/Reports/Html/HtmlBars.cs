namespace Rightsizer.Reports.Html;

/// <summary>A short list of amounts with a bar for each.</summary>
static class HtmlBars
{
    /// <param name="title">Above the list.</param>
    /// <param name="lines">In their order; a link is the id of a part of the page.</param>
    /// <param name="whole">What a full bar stands for.</param>
    public static Markup Render(string title, IReadOnlyList<HtmlBar> lines, double whole) => Markup.Html($"""
        <div><h3>{title}</h3><table class="bars"><tbody>
        {Markup.Join(lines.Select(l => Markup.Html($"<tr title=\"{l.Ground}\"><th scope=\"row\">{Name(l)}</th><td class=\"n\">{l.Amount}</td><td class=\"bar\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"used\" width=\"{Share(l.Value, whole)}\" height=\"10\"/></svg></td></tr>\n")))}</tbody></table></div>
        """);

    static Markup Name(HtmlBar l) =>
        l.Link is { } id ? Markup.Html($"<a href=\"#{id}\">{HtmlCell.Name(l.Name)}</a>") : Markup.Html($"{HtmlCell.Name(l.Name)}");

    static double Share(double part, double whole) => whole <= 0 ? 0 : Math.Clamp(100 * part / whole, 0, 100);
}

/// <param name="Name">What it is.</param>
/// <param name="Amount">As shown.</param>
/// <param name="Value">As drawn.</param>
/// <param name="Ground">Shown on hover.</param>
/// <param name="Link">Id of the part of the page that explains it; null where there is none.</param>
sealed record HtmlBar(string Name, string Amount, double Value, string Ground, string? Link = null);
