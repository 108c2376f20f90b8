using System.Text;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>Fields of one line: separated by commas, in quotes where they hold one, with a quote doubled inside.</summary>
static class CsvLine
{
    /// <summary>The field at a place; false when the line has fewer.</summary>
    /// <param name="line">Without its line end.</param>
    /// <param name="index">From 0.</param>
    /// <param name="quoted">The field was in quotes; those inside it are still doubled.</param>
    /// <param name="field">Without the quotes around it.</param>
    public static bool Field(ReadOnlySpan<byte> line, int index, out bool quoted, out ReadOnlySpan<byte> field)
    {
        for (var more = true; more; index--)
        {
            quoted = !line.IsEmpty && line[0] == '"';
            more = quoted ? CutQuoted(ref line, out field) : Cut(ref line, out field);
            if (index == 0) return true;
        }
        quoted = false;
        field = default;
        return false;
    }

    public static string Text(ReadOnlySpan<byte> field, bool quoted)
    {
        var text = Encoding.UTF8.GetString(field);
        return quoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    static bool Cut(scoped ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> field)
    {
        var comma = line.IndexOf((byte)',');
        field = comma < 0 ? line : line[..comma];
        line = comma < 0 ? default : line[(comma + 1)..];
        return comma >= 0;
    }

    static bool CutQuoted(scoped ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> field)
    {
        var close = 1;
        while (close < line.Length && (line[close] != '"' || (close + 1 < line.Length && line[close + 1] == '"')))
            close += line[close] == '"' ? 2 : 1;
        field = line[1..Math.Min(close, line.Length)];
        line = line[Math.Min(close + 1, line.Length)..];
        if (line.IsEmpty) return false;
        if (line[0] == ',') line = line[1..];
        return true;
    }
}
