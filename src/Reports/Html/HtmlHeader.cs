using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html;

/// <summary>The head of a page: what it is about, how far to trust it, and its few figures that matter most.</summary>
static class HtmlHeader
{
    /// <param name="kicker">What kind of page it is.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="lead">Under the title.</param>
    /// <param name="tiles">Large figures.</param>
    public static Markup Render(string kicker, string? title, Markup lead, params HtmlTile[] tiles) => Markup.Html($"""
        <header>
        <button type="button" id="theme" hidden>light / dark</button>
        <p class="kicker">{kicker}</p>
        <h1><bdi>{PlainText.OneLine(title ?? "(unnamed application)")}</bdi></h1>
        {lead}<dl class="tiles">
        {Markup.Join(tiles.Select(t => Markup.Html($"<div title=\"{t.Ground}\"><dt>{t.Name}</dt><dd>{Figure(t)}<small>{PlainText.OneLine(t.Below)}</small></dd></div>\n")))}</dl>
        </header>

        """);

    static Markup Figure(HtmlTile t) => t.Link is { } id ? Markup.Html($"<a href=\"#{id}\">{t.Value}</a>") : Markup.Text(t.Value);
}

/// <param name="Name">What is counted.</param>
/// <param name="Value">The figure, formatted.</param>
/// <param name="Below">What it is made of.</param>
/// <param name="Ground">Shown on hover.</param>
/// <param name="Link">Id of the part of the page that explains it; null where there is none.</param>
sealed record HtmlTile(string Name, string Value, string? Below, string Ground, string? Link = null);
