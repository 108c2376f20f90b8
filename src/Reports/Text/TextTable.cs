using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Rows in columns as wide as their widest cell; the first column gives way where the page is too narrow, by wrapping.</summary>
sealed class TextTable(params string[] headings)
{
    const int Gap = 2, Indent = 2;

    readonly List<(string[] Cells, TextStyle Style)> rows = [];

    /// <summary>Columns whose cells stand at the right, by index.</summary>
    public IReadOnlySet<int> RightAligned { get; init; } = new HashSet<int>();

    public void Add(TextStyle style, params string[] cells) => rows.Add((cells, style));

    public void AddTo(TextPage page)
    {
        var widths = headings.Select((h, i) =>
            Math.Max(TextColumns.Width(h), rows.Count == 0 ? 0 : rows.Max(r => TextColumns.Width(r.Cells[i])) + (i == 0 ? Indent : 0)))
            .ToArray();
        var others = widths.Skip(1).Sum(w => w + Gap);
        widths[0] = Math.Min(widths[0], Math.Max(16, page.Width - others));
        AddRow(page, headings, widths, 0, TextStyle.Heading);
        foreach (var (cells, style) in rows) AddRow(page, cells, widths, Indent, style);
    }

    void AddRow(TextPage page, string[] cells, int[] widths, int indent, TextStyle style)
    {
        var first = TextColumns.Wrap(cells[0], widths[0] - indent).ToList();
        if (first.Count == 0) first.Add("");
        for (var line = 0; line < first.Count; line++)
        {
            var text = TextColumns.PadRight(new string(' ', indent) + first[line], widths[0]);
            for (var i = 1; i < cells.Length && line == 0; i++)
            {
                text += new string(' ', Gap)
                    + (RightAligned.Contains(i) ? TextColumns.PadLeft(cells[i], widths[i]) : TextColumns.PadRight(cells[i], widths[i]));
            }
            page.Line(text, style);
        }
    }
}
