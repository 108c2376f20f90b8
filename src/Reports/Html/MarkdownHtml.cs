using System.Text.RegularExpressions;

namespace Rightsizer.Reports.Html;

/// <summary>Just enough Markdown for the pages of docs/detectors: headings, paragraphs, lists, tables, code, bold.</summary>
static partial class MarkdownHtml
{
    public static Markup Render(string markdown)
    {
        var blocks = new List<Markup>();
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            var line = lines[i];
            if (line.Trim().Length == 0) i++;
            else if (line.StartsWith("```", StringComparison.Ordinal))
                blocks.Add(Markup.Html(
                    $"<pre>{string.Join('\n', Take(lines, ref i, l => !l.StartsWith("```", StringComparison.Ordinal),
                        fenced: true))}</pre>\n"));
            else if (line.StartsWith('#')) blocks.Add(Heading(lines[i++]));
            else if (line.StartsWith('|')) blocks.Add(Table(Take(lines, ref i, l => l.StartsWith('|'))));
            else if (IsItem(line)) blocks.Add(List(Take(lines, ref i, l => IsItem(l) || l.StartsWith("  ", StringComparison.Ordinal))));
            else blocks.Add(Markup.Html(
                $"<p>{Inline(string.Join(' ', Take(lines, ref i, l => l.Trim().Length > 0 && !l.StartsWith('#') && !l.StartsWith('|')
                    && !IsItem(l))))}</p>\n"));
        }
        return Markup.Join(blocks);
    }

    static Markup Heading(string line) => line.StartsWith("# ", StringComparison.Ordinal)
        ? Markup.Html($"<h3>{Inline(line[2..])}</h3>\n")
        : Markup.Html($"<h4>{Inline(line.TrimStart('#').Trim())}</h4>\n");

    static Markup List(List<string> lines)
    {
        var items = new List<string>();
        foreach (var line in lines)
        {
            if (IsItem(line)) items.Add(line[2..]);
            else items[^1] += " " + line.Trim();
        }
        return Markup.Html($"<ul>{Markup.Join(items.Select(t => Markup.Html($"<li>{Inline(t)}</li>")))}</ul>\n");
    }

    static Markup Table(List<string> lines)
    {
        var rows = lines.Where((_, i) => i != 1).Select(l => l.Trim().Trim('|').Split('|').Select(c => Inline(c.Trim())).ToList()).ToList();
        var head = Markup.Join(rows[0].Select(c => Markup.Html($"<th>{c}</th>")));
        var body = Markup.Join(
            rows.Skip(1).Select(r => Markup.Html($"<tr>{Markup.Join(r.Select(c => Markup.Html($"<td>{c}</td>")))}</tr>")));
        return Markup.Html($"<div class=\"scroll\"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>\n");
    }

    static Markup Inline(string text) => Markup.Join(Pieces().Split(text).Select(piece => piece switch
    {
        ['`', .. var code, '`'] => Markup.Html($"<code>{code}</code>"),
        ['*', '*', .. var bold, '*', '*'] => Markup.Html($"<strong>{bold}</strong>"),
        _ => Markup.Text(Link().Replace(piece, "$1")),
    }));

    static List<string> Take(string[] lines, ref int at, Func<string, bool> wanted, bool fenced = false)
    {
        if (fenced) at++;
        var taken = new List<string>();
        while (at < lines.Length && wanted(lines[at])) taken.Add(lines[at++]);
        if (fenced) at++;
        return taken;
    }

    static bool IsItem(string line) => line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal);

    [GeneratedRegex(@"(`[^`]+`|\*\*[^*]+\*\*)", RegexOptions.CultureInvariant)]
    private static partial Regex Pieces();

    [GeneratedRegex(@"\[([^\]]{1,500})\]\([^)]{0,500}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
