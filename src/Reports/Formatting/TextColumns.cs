using System.Globalization;
using System.Text;

namespace Rightsizer.Reports.Formatting;

/// <summary>Columns that text takes in a terminal: wide letters take two, combining marks none.</summary>
public static class TextColumns
{
    public static int Width(string text) => Width(text.AsSpan());

    static int Width(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var r in text.EnumerateRunes()) width += Width(r);
        return width;
    }

    /// <summary>The longest beginning of <paramref name="text"/> that fits; letters are never cut in two.</summary>
    public static string Cut(string text, int columns) => text[..CutLength(text, columns)];

    static int CutLength(ReadOnlySpan<char> text, int columns)
    {
        var width = 0;
        var length = 0;
        while (length < text.Length)
        {
            var element = StringInfo.GetNextTextElementLength(text[length..]);
            width += Width(text.Slice(length, element));
            if (width > columns) break;
            length += element;
        }
        return length;
    }

    public static string PadRight(string text, int columns) => text + new string(' ', Math.Max(0, columns - Width(text)));

    public static string PadLeft(string text, int columns) => new string(' ', Math.Max(0, columns - Width(text))) + text;

    /// <summary>Breaks at spaces into lines of at most <paramref name="columns"/>; a longer word is broken where it must.</summary>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        columns = Math.Max(1, columns);
        var line = new StringBuilder();
        var width = 0;
        foreach (var word in text.Split(' '))
        {
            var w = Width(word);
            if (width > 0 && width + 1 + w > columns)
            {
                yield return line.ToString();
                line.Clear();
                width = 0;
            }
            var from = 0;
            while (w > columns)
            {
                var length = CutLength(word.AsSpan(from), columns);
                if (length == 0) break;
                var head = word.Substring(from, length);
                yield return head;
                from += length;
                w -= Width(head);
            }
            if (width > 0 || line.Length > 0)
            {
                line.Append(' ');
                width++;
            }
            line.Append(word.AsSpan(from));
            width += w;
        }
        if (line.Length > 0) yield return line.ToString();
    }

    static int Width(Rune r)
    {
        if (r.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(r) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return 0;
        return IsWide(r.Value) ? 2 : 1;
    }

    // the blocks that Unicode's East Asian Width gives as wide, coarsely
    static bool IsWide(int v) => v is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
