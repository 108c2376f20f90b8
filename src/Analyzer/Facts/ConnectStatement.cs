using System.Text.RegularExpressions;

namespace Rightsizer.Analyzer.Facts;

/// <summary>What a request of Spark Connect asks for, from its plan as text of protocol buffers.</summary>
static partial class ConnectStatement
{
    const int MostLines = 4_000, MostOperators = 4;

    /// <summary>
    /// The text of a SQL statement, else the operators from the last to the first ("aggregate of with_columns of range"), with the place in
    /// the client's code where the request names one. A redacted statement stays as it is.
    /// </summary>
    public static string? Short(string? statement)
    {
        if (statement is null) return null;
        if (SqlText().Match(statement) is { Success: true } sql) return Unescaped(sql.Groups[1].Value);
        var names = new List<string>();
        var blocks = new List<string>();
        foreach (var line in statement.Split('\n', MostLines))
        {
            var text = line.Trim();
            if (text == "}")
            {
                if (blocks.Count > 0) blocks.RemoveAt(blocks.Count - 1);
                continue;
            }
            if (!text.EndsWith(" {", StringComparison.Ordinal)) continue;
            var name = text[..^2];
            // an operator is the whole request, or the input of another
            if (name is not ("common" or "input") && names.Count < MostOperators
                && (blocks.Count == 0 || blocks[^1] == "input" && blocks.Count(b => b is not "input") == names.Count)) names.Add(name);
            blocks.Add(name);
        }
        if (names.Count == 0) return statement.Contains('{', StringComparison.Ordinal) ? null : statement;
        var place = CallSite().Matches(statement) is { Count: > 0 } sites ? $" at {Unescaped(sites[^1].Groups[1].Value)}" : "";
        return string.Join(" of ", names) + place;
    }

    static string Unescaped(string text) =>
        text.Replace("\\n", " ", StringComparison.Ordinal).Replace("\\'", "'", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal);

    [GeneratedRegex(@"^[ \t]*query: ""((?:[^""\\]|\\.)*)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex SqlText();

    [GeneratedRegex(@"^[ \t]*call_site: ""((?:[^""\\]|\\.)*)""", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex CallSite();
}
