using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html;

/// <summary>
/// A table that sorts by its headings, shows ten rows until it is asked for all, and filters over all of them. How a number is known shows
/// on hover, from its heading or its own cell. Print has the first twenty rows.
/// </summary>
sealed class HtmlTable(string caption, params HtmlColumn[] columns)
{
    const int Printed = 20;

    readonly List<(string? Id, Markup? More, HtmlCell[] Cells)> rows = [];

    public int Count => rows.Count;

    public void Add(params HtmlCell[] cells) => AddRow(null, null, cells);

    /// <param name="id">Of the row; null where nothing leads to it.</param>
    /// <param name="more">What opens under it; null where nothing does.</param>
    /// <param name="cells">One for each column.</param>
    public void AddRow(string? id, Markup? more, params HtmlCell[] cells) => rows.Add((id, more, cells));

    /// <param name="note">Said under the table; null when there is nothing to say.</param>
    public Markup ToMarkup(string? note = null)
    {
        // a column in which no row has anything is not shown
        var shown = Enumerable.Range(0, columns.Length)
            .Where(i => i == 0 || rows.Count == 0 || rows.Any(r => i < r.Cells.Length && !r.Cells[i].IsEmpty)).ToList();
        var heads = Markup.Join(shown.Select(i => columns[i]).Select(c => Markup.Html(
            $"<th scope=\"col\"{(c.Ground.Length == 0 ? Markup.Empty : Markup.Html($" title=\"{c.Ground}\""))}{c.Class}><button "
                + $"type=\"button\">{c.Title}</button></th>")));
        var printed = Count > Printed ? Markup.Html(
            $"<p class=\"note in-print\">The first {(long)Printed} rows; {Quantity.Count(Count - Printed)} more are on the page.</p>\n")
            : Markup.Empty;
        return Markup.Html($"""
            <div class="wrap"><table class="sortable"><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>
            {Markup.Join(rows.Select(r => Row(r.Id, r.More, r.Cells, shown)))}</tbody></table></div>
            {printed}{(note is null ? Markup.Empty : Markup.Html($"<p class=\"note\">{note}</p>\n"))}
            """);
    }

    Markup Row(string? id, Markup? more, HtmlCell[] cells, List<int> shown)
    {
        var own = id is null ? Markup.Empty : Markup.Html($" id=\"{id}\"");
        var row = Markup.Html($"<tr{own}>{Markup.Join(shown.Where(i => i < cells.Length).Select(i => Cell(cells[i], columns[i])))}</tr>\n");
        return more is { } open ? Markup.Join([row, Markup.Html(
            $"<tr class=\"more\"><td colspan=\"{(long)shown.Count}\">{open}</td></tr>\n")]) : row;
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
    /// <summary>Nothing to read.</summary>
    public bool IsEmpty => Content.ToString() is "" or "<bdi></bdi>";

    /// <summary>Letters from which a text is folded to its beginning.</summary>
    const int LongText = 200, Beginning = 120;

    public static HtmlCell Text(string? text) => new(Name(text));

    public static HtmlCell Text(DisplayText text) => Text(text.ToString());

    /// <summary>Text of its own direction; what would fill a screen is folded to its beginning.</summary>
    public static Markup Name(string? text)
    {
        var line = PlainText.OneLine(text);
        return line.Length > LongText ? Markup.Html(
            $"<details><summary><bdi>{PlainText.Short(line, Beginning)}</bdi></summary><bdi>{line}</bdi></details>")
            : Markup.Html($"<bdi>{line}</bdi>");
    }

    public static HtmlCell Count(long? count) => new(Markup.Text(Quantity.Count(count)), count);

    public static HtmlCell Bytes(long? bytes) => new(Markup.Text(Quantity.Bytes(bytes)), bytes);

    public static HtmlCell Duration(long? ms) => new(Markup.Text(Quantity.Duration(ms)), ms);

    public static HtmlCell Usd(decimal? usd, Ground ground, string source) =>
        new(Markup.Text(Quantity.Usd(usd, ground)), (double?)usd, $"{Quantity.Word(ground)}: {source}");
}
