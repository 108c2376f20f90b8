using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html;

/// <summary>The first screen of a page: what it is about, the answer in a sentence, one thing to copy, and the figures behind it.</summary>
sealed record HtmlVerdict
{
    /// <summary>What the page is about.</summary>
    public required string? Title { get; init; }

    /// <summary>When, on what, how well known.</summary>
    public required string Who { get; init; }

    public VerdictTone Tone { get; init; }

    /// <summary>The answer.</summary>
    public required string Sentence { get; init; }

    /// <summary>Why, in paragraphs.</summary>
    public Markup Below { get; init; }

    /// <summary>What can be pasted; null where there is nothing.</summary>
    public string? Copy { get; init; }

    /// <summary>Said above what can be pasted; null where it speaks for itself.</summary>
    public string? CopyTitle { get; init; }

    public IReadOnlyList<HtmlTile> Tiles { get; init; } = [];

    public Markup ToMarkup() => Markup.Html($"""
        <h1><bdi>{PlainText.OneLine(Title ?? "(unnamed application)")}</bdi></h1>
        <p class="who">{PlainText.OneLine(Who)}</p>
        <section class="verdict{Markup.Trusted(Tone switch { VerdictTone.Bad => " bad", VerdictTone.Good => " good", _ => "" })}" id="verdict">
        <h2>{PlainText.OneLine(Sentence)}</h2>
        {Below}{CopyBox}<dl class="tiles">
        {Markup.Join(Tiles.Select(t => Markup.Html($"<div title=\"{t.Ground}\"><dt>{t.Name}</dt><dd>{Figure(t)}<small>{PlainText.OneLine(t.Below)}</small></dd></div>\n")))}</dl>
        </section>

        """);

    Markup CopyBox => Copy is null ? Markup.Empty : HtmlCopy.Render("to-copy", Copy, CopyTitle);

    static Markup Figure(HtmlTile t) => t.Link is { } id ? Markup.Html($"<a href=\"#{id}\">{t.Value}</a>") : Markup.Text(t.Value);
}

enum VerdictTone { Plain, Bad, Good }

/// <param name="Name">What is counted.</param>
/// <param name="Value">The figure, formatted.</param>
/// <param name="Below">What it is made of.</param>
/// <param name="Ground">Shown on hover.</param>
/// <param name="Link">Id of the part of the page that explains it; null where there is none.</param>
sealed record HtmlTile(string Name, string Value, string? Below, string Ground, string? Link = null);

/// <summary>Text with a button that copies it.</summary>
static class HtmlCopy
{
    /// <param name="id">Unique on the page.</param>
    /// <param name="text">Lines.</param>
    /// <param name="title">Above it; null where there is nothing to say.</param>
    public static Markup Render(string id, string text, string? title = null) => Markup.Html($"""
        {(title is null ? Markup.Empty : Markup.Html($"<p>{title}</p>\n"))}<div class="copy"><pre id="{id}">{PlainText.Lines(text)}</pre><button type="button" data-copy="{id}" hidden>Copy</button></div>

        """);
}
