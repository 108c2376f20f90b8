using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Lines of styled text, laid out for a width.</summary>
public sealed class TextPage(int width)
{
    const string Gap = "   ";

    readonly List<IReadOnlyList<TextSpan>> lines = [];

    /// <value>Columns.</value>
    public int Width { get; } = Math.Max(40, width);
    public IReadOnlyList<IReadOnlyList<TextSpan>> Lines => lines;

    public void Blank() => lines.Add([]);

    public void Line(params TextSpan[] spans) => lines.Add(spans);

    public void Line(string text, TextStyle style = TextStyle.Plain) => lines.Add([new TextSpan(text, style)]);

    /// <summary>
    /// Wraps <paramref name="text"/>; every line begins with <paramref name="indent"/> blanks, the first with <paramref name="lead"/> in
    /// them. Text beyond <paramref name="maxLines"/> is cut, at the end of a sentence where one ends in the last line, and marked.
    /// </summary>
    /// <returns>Lines written.</returns>
    public int Paragraph(
        string text, int indent, string lead = "", TextStyle style = TextStyle.Plain, TextStyle leadStyle = TextStyle.Plain,
        int maxLines = int.MaxValue)
    {
        var wrapped = TextColumns.Wrap(text, Width - indent).ToList();
        if (wrapped.Count > maxLines) wrapped = Shortened(text, maxLines, indent);
        for (var i = 0; i < wrapped.Count; i++)
            lines.Add([new TextSpan(TextColumns.PadRight(i == 0 ? lead : "", indent), leadStyle), new TextSpan(wrapped[i], style)]);
        return wrapped.Count;
    }

    static int LastStop(string text, int from) => from < 0 ? -1 : text.LastIndexOf(". ", from, StringComparison.Ordinal);

    /// <summary>The whole sentences that fit; the beginning of the first where it does not fit itself.</summary>
    List<string> Shortened(string text, int maxLines, int indent)
    {
        for (var stop = LastStop(text, text.Length - 1); stop > 0; stop = LastStop(text, stop - 1))
        {
            var sentences = TextColumns.Wrap(text[..(stop + 1)], Width - indent).ToList();
            if (sentences.Count <= maxLines && char.IsAsciiLetterUpper(text[stop + 2])) return sentences;
        }
        var lines = TextColumns.Wrap(text, Width - indent).Take(maxLines).ToList();
        lines[^1] = TextColumns.Cut(lines[^1], Width - indent - 1).TrimEnd(' ', ',', ';', ':') + "…";
        return lines;
    }

    /// <summary>
    /// Pieces side by side, three blanks between them; a piece that no longer fits begins the next line, after <paramref name="indent"/>
    /// blanks.
    /// </summary>
    public void Flow(IEnumerable<TextSpan> pieces, int indent = 0)
    {
        var line = new List<TextSpan>();
        var used = 0;
        var first = true;
        foreach (var piece in pieces.Where(p => p.Text.Length > 0))
        {
            var w = TextColumns.Width(piece.Text);
            if (line.Count > 0 && used + Gap.Length + w > Width)
            {
                lines.Add(line);
                line = [];
                first = false;
            }
            if (line.Count == 0 && w + (first ? 0 : indent) > Width)
            {
                Paragraph(piece.Text, first ? 0 : indent, "", piece.Style);
                first = false;
                continue;
            }
            var lead = line.Count > 0 ? Gap : first ? "" : new string(' ', indent);
            used = (line.Count > 0 ? used : 0) + lead.Length + w;
            if (lead.Length > 0) line.Add(new TextSpan(lead, TextStyle.Plain));
            line.Add(piece);
        }
        if (line.Count > 0) lines.Add(line);
    }

    public void WriteTo(TextWriter output)
    {
        foreach (var line in lines) output.Write(string.Concat(line.Select(s => s.Text)).TrimEnd() + "\n");
    }
}
