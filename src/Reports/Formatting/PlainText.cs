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
        if (harmless) return text;

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsHarmless(c)) clean.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) clean.Append(c).Append(text[++i]);
            else if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            else if (c == '\t') clean.Append(keepLineBreaks ? "    " : " ");
            else if (c is '\n' or '\r') clean.Append(keepLineBreaks ? '\n' : ' ');
            else clean.Append(char.IsSurrogate(c) ? "\uFFFD" : $"\\u{(int)c:x4}");
        }
        return clean.ToString();
    }

    // bidirectional overrides can make a line read as something else than it is
    static bool IsHarmless(char c) =>
        !char.IsControl(c) && !char.IsSurrogate(c)
            && c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u2028' or '\u2029');
}
