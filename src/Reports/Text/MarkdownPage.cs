using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Markdown of docs/detectors as text of a page's width: paragraphs, items and the last column of a table wrap.</summary>
public static class MarkdownPage
{
    const int Gap = 2, LeastOfLast = 24;

    /// <param name="page">Where the text goes.</param>
    /// <param name="markdown">Headings, paragraphs, lists, tables and fenced code.</param>
    public static void Add(TextPage page, string markdown)
    {
        var lines = markdown.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            var line = lines[i];
            if (line.Trim().Length == 0)
            {
                page.Blank();
                i++;
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                for (i++; i < lines.Length && !lines[i].StartsWith("```", StringComparison.Ordinal); i++)
                    page.Line("    " + lines[i], TextStyle.Setting);
                i++;
            }
            else if (line.StartsWith('#')) page.Paragraph(lines[i++].TrimStart('#').Trim(), 0, "", TextStyle.Heading);
            else if (line.StartsWith('|')) AddTable(page, Take(lines, ref i, l => l.StartsWith('|')));
            else if (IsItem(line))
                page.Paragraph(string.Join(' ', Take(lines, ref i, l => ReferenceEquals(l, line) || l.StartsWith("  ",
                    StringComparison.Ordinal)).Select(l => l.Trim()))[2..], 2, "- ");
            else page.Paragraph(string.Join(' ', Take(lines, ref i,
                l => l.Trim().Length > 0 && !l.StartsWith('#') && !l.StartsWith('|') && !IsItem(l))), 0);
        }
    }

    static void AddTable(TextPage page, List<string> lines)
    {
        var rows = lines.Where((_, i) => i != 1).Select(l => l.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToList()).ToList();
        var widths = Enumerable.Range(0, rows[0].Count - 1).Select(c => rows.Max(r => TextColumns.Width(r[c])) + Gap).ToList();
        // a table too wide for the page has its last column below the others
        var indent = page.Width - widths.Sum() >= LeastOfLast ? widths.Sum() : 2 * Gap;
        for (var r = 0; r < rows.Count; r++)
        {
            var style = r == 0 ? TextStyle.Heading : TextStyle.Plain;
            var lead = string.Concat(rows[r].Take(widths.Count).Select((c, i) => TextColumns.PadRight(c, widths[i])));
            if (indent < widths.Sum()) page.Line(lead.TrimEnd(), style);
            page.Paragraph(rows[r][^1], indent, indent < widths.Sum() ? "" : lead, style, style);
        }
    }

    static List<string> Take(string[] lines, ref int at, Func<string, bool> wanted)
    {
        var taken = new List<string>();
        while (at < lines.Length && wanted(lines[at])) taken.Add(lines[at++]);
        return taken;
    }

    static bool IsItem(string line) => line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal);
}
