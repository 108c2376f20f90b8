using System.Text;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Reports.Formatting;

/// <summary>Makes text from a log harmless: what a terminal would obey is shown, never sent.</summary>
public static class PlainText
{
    /// <summary>The text on one line: line breaks and tabs become spaces, other controls are spelled out.</summary>
    public static string OneLine(string? text) => Clean(text, keepLineBreaks: false);

    /// <summary>Words of ours, which may quote a log.</summary>
    public static string OneLine(DisplayText text) => OneLine(text.ToString());

    /// <summary>As <see cref="OneLine(string)"/>, but line breaks stay.</summary>
    public static string Lines(string? text) => Clean(text, keepLineBreaks: true);

    /// <summary>One line of at most <paramref name="maxColumns"/> columns; what is cut is marked by an ellipsis.</summary>
    public static string Short(string? text, int maxColumns)
    {
        var clean = OneLine(text);
        return TextColumns.Width(clean) <= maxColumns ? clean : TextColumns.Cut(clean, maxColumns - 1) + "…";
    }

    /// <summary>A word for a POSIX shell: quoted where the shell would read more than a word in it.</summary>
    public static string ShellWord(string? text)
    {
        var clean = OneLine(text);
        return clean.Length > 0 && clean.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:@%+=,".Contains(c)) ? clean
            : "'" + clean.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    static string Clean(string? text, bool keepLineBreaks)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var harmless = true;
        foreach (var c in text)
        {
            if (IsHarmless(c)) continue;
            harmless = false;
            break;
        }
        if (harmless && text.AsSpan().IndexOf("::") < 0 && text.AsSpan().IndexOf("##") < 0) return text;

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (BeginsCommand(text, i)) clean.Append(Spelled(c));
            else if (IsHarmless(c)) clean.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) && c != TagPlane)
                clean.Append(c).Append(text[++i]);
            else if (c == Joiner && i > 0 && i + 1 < text.Length && JoinsEmoji(text[i - 1], text[i + 1])) clean.Append(c);
            else if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            else if (c == '\t') clean.Append(keepLineBreaks ? "    " : " ");
            else if (c is '\n' or '\r') clean.Append(keepLineBreaks ? '\n' : ' ');
            else clean.Append(char.IsSurrogate(c) ? "\uFFFD" : Spelled(c));
        }
        return clean.ToString();
    }

    static string Spelled(char c) => $"\\u{(int)c:x4}";

    /// <summary>
    /// What runs a workflow and shows our output obeys lines that begin with ::word (GitHub), and ##[word] and ##vso[word] anywhere
    /// (GitHub, Azure).
    /// </summary>
    static bool BeginsCommand(string text, int at) => text[at] switch
    {
        ':' => (at == 0 || char.IsWhiteSpace(text[at - 1])) && at + 2 < text.Length && text[at + 1] == ':'
            && char.IsAsciiLetter(text[at + 2]),
        '#' => text.AsSpan(at) is ['#', '#', '[', ..] or ['#', '#', 'v', 's', 'o', '[', ..],
        _ => false,
    };

    /// <summary>U+200D, which makes one picture of several.</summary>
    const char Joiner = '\u200D';

    /// <summary>First half of the characters that tag a text without being seen, U+E0000 to U+E03FF.</summary>
    const char TagPlane = '\uDB40';

    static bool JoinsEmoji(char before, char after) =>
        (char.IsLowSurrogate(before) || before == '\uFE0F') && (char.IsHighSurrogate(after) || after is >= '\u2600' and <= '\u27BF');

    // bidirectional marks can make a line read as something else than it is; what is not seen makes two names look like one
    static bool IsHarmless(char c) =>
        !char.IsControl(c) && !char.IsSurrogate(c)
            && c is not ((>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or (>= '\u200B' and <= '\u200F')
            or '\u00AD' or '\u034F' or '\u061C' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or (>= '\u180B' and <= '\u180F')
            or '\u3164' or '\uFEFF' or '\uFFA0' or (>= '\uFFF0' and <= '\uFFFB'));
}
