using System.Text;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Markdown;

/// <summary>Text from a log as Markdown that shows it and obeys none of it.</summary>
static class MarkdownText
{
    const string Special = "\\`*_{}[]#|~";

    /// <summary>One line; everything that Markdown, a table or a mention could take for its own is escaped.</summary>
    public static string Escape(DisplayText text) => Escape(text.ToString());

    /// <inheritdoc cref="Escape(DisplayText)"/>
    public static string Escape(string? text)
    {
        var clean = PlainText.OneLine(text);
        var escaped = new StringBuilder(clean.Length + 16);
        for (var i = 0; i < clean.Length; i++)
        {
            var c = clean[i];
            switch (c)
            {
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '&': escaped.Append("&amp;"); break;
                // some renderers link addresses and name people whatever is escaped
                case '@': escaped.Append("&#64;"); break;
                case ':' when clean.AsSpan(i).StartsWith("://", StringComparison.Ordinal): escaped.Append("&#58;"); break;
                default:
                    if (Special.Contains(c)) escaped.Append('\\');
                    escaped.Append(c);
                    break;
            }
        }
        return escaped.ToString();
    }

    /// <summary>A folded list; nothing without lines.</summary>
    public static void WriteFold(string heading, IEnumerable<string> lines, TextWriter output)
    {
        var all = lines.ToList();
        if (all.Count == 0) return;
        output.WriteLine($"<details><summary>{heading} ({all.Count})</summary>");
        output.WriteLine();
        foreach (var line in all) output.WriteLine($"- {Escape(line)}");
        output.WriteLine();
        output.WriteLine("</details>");
        output.WriteLine();
    }

    /// <summary>Code in one line; backquotes cannot end it.</summary>
    public static string Code(string? text) =>
        "`" + PlainText.OneLine(text).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal) + "`";
}
