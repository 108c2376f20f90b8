using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html;

/// <summary>A table that sorts by its headings; a number's ground shows on hover, from its heading or its own cell.</summary>
sealed class HtmlTable(string caption, params HtmlColumn[] columns)
{
    readonly List<Markup> rows = [];

    public int Count => rows.Count;

    public void Add(params HtmlCell[] cells) =>
        rows.Add(Markup.Html($"<tr>{Markup.Join(cells.Select((c, i) => Cell(c, columns[i])))}</tr>\n"));

    /// <param name="note">Said under the table; null when there is nothing to say.</param>
    public Markup ToMarkup(string? note = null)
    {
        var heads = Markup.Join(columns.Select(c => Markup.Html(
            $"<th scope=\"col\" data-g=\"{c.Ground}\" title=\"{c.Ground}\"{c.Class}><button type=\"button\">{c.Title}</button></th>")));
        return Markup.Html($"""
            <div class="scroll"><table class="sortable"><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>
            {Markup.Join(rows)}</tbody></table></div>
            {(note is null ? Markup.Empty : Markup.Html($"<p class=\"note\">{note}</p>\n"))}
            """);
    }

    static Markup Cell(HtmlCell c, HtmlColumn column) => Markup.Html(
        $"<td{column.Class}{(c.SortBy is { } v ? Markup.Html($" data-v=\"{v}\"") : Markup.Empty)}{(c.Ground is { } g ? Markup.Html(
            $" title=\"{g}\"") : Markup.Empty)}>{c.Content}</td>");
}

/// <param name="Title">Heading.</param>
/// <param name="Numeric">Stands at the right and sorts by <see cref="HtmlCell.SortBy"/>.</param>
/// <param name="Ground">Where the column's numbers come from.</param>
/// <param name="Wide">Holds names, which want room.</param>
sealed record HtmlColumn(string Title, bool Numeric = false, string Ground = "", bool Wide = false)
{
    public Markup Class => Markup.Trusted(Numeric ? " class=\"n\"" : Wide ? " class=\"wide\"" : "");
}

/// <summary>One cell; <paramref name="SortBy"/> is the raw number, <paramref name="Ground"/> where this cell alone comes from.</summary>
sealed record HtmlCell(Markup Content, double? SortBy = null, string? Ground = null)
{
    const int LongText = 300;

    public static HtmlCell Text(string? text) => new(Name(text));

    public static HtmlCell Text(DisplayText text) => Text(text.ToString());

    /// <summary>Text of its own direction; what would fill a screen scrolls in a box of its own.</summary>
    public static Markup Name(string? text)
    {
        var line = PlainText.OneLine(text);
        return line.Length > LongText ? Markup.Html($"<bdi class=\"long\">{line}</bdi>") : Markup.Html($"<bdi>{line}</bdi>");
    }

    public static HtmlCell Count(long? count) => new(Markup.Text(Quantity.Count(count)), count);

    public static HtmlCell Bytes(long? bytes) => new(Markup.Text(Quantity.Bytes(bytes)), bytes);

    public static HtmlCell Duration(long? ms) => new(Markup.Text(Quantity.Duration(ms)), ms);

    public static HtmlCell Usd(decimal? usd, Ground ground, string source) =>
        new(Markup.Text(Quantity.Usd(usd, ground)), (double?)usd, $"{Quantity.Word(ground)}: {source}");
}
