using System.CommandLine;
using System.CommandLine.Parsing;

namespace Rightsizer.Cli;

/// <summary>One clear line for arguments that do not parse, with the nearest name where it looks like a typo.</summary>
static class UsageErrors
{
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var root = command is RootCommand;
        var help = root ? "rightsizer --help" : $"rightsizer {command.Name} --help";
        // a mistyped option may have been taken for LOG, and its value be what is left over
        var mistyped = parsed.Tokens.FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal))?.Value;
        if (parsed.UnmatchedTokens.Count > 0 && (mistyped ?? parsed.UnmatchedTokens[0]) is { } token)
        {
            var option = token.StartsWith('-') && token.Length > 1;
            var known = option
                ? OptionNames(parsed)
                : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
            var what = option ? "option" : root ? "command" : "argument";
            var near = Nearest(token.Split('=', ':')[0], known) is { } n ? $", did you mean {n}?" : "";
            return $"unknown {what} {token}{near} (see {help})";
        }
        if (root && parsed.Tokens.Count == 0) return $"no command given, for example: rightsizer diagnose LOG (see {help})";
        return $"{parsed.Errors[0].Message.TrimEnd('.')} (see {help})";
    }

    static IEnumerable<string> OptionNames(ParseResult parsed)
    {
        for (SymbolResult? r = parsed.CommandResult; r is CommandResult c; r = r.Parent)
        {
            foreach (var o in c.Command.Options.Where(o => !o.Hidden && (r == parsed.CommandResult || o.Recursive))) yield return o.Name;
        }
    }

    static string? Nearest(string word, IEnumerable<string> known) =>
        known.Select(k => (Name: k, Distance: EditDistance(word, k)))
            .Where(k => k.Distance <= Math.Max(1, word.Length / 3))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal)
            .Select(k => k.Name).FirstOrDefault();

    /// <summary>Insertions, deletions and replacements between the two words.</summary>
    static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
