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
        var mistyped = Mistyped(parsed);
        if ((mistyped ?? parsed.UnmatchedTokens.FirstOrDefault()) is { } token)
        {
            var option = token.StartsWith('-') && token.Length > 1;
            var known = option
                ? OptionNames(parsed)
                : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
            var what = option ? "option" : root ? "command" : "argument";
            var near = (Familiar(token, root) ?? OfLetter(token, known) ?? NearestName.Find(token.Split('=', ':')[0], known)) is { } n
                ? $", did you mean {n}?" : "";
            return $"unknown {what} {token}{near} (see {help})";
        }
        if (root && parsed.Tokens.Count == 0) return $"no command given, for example: rightsizer diagnose LOG (see {help})";
        return $"{parsed.Errors[0].Message.TrimEnd('.')} (see {help})";
    }

    /// <summary>
    /// An option that the command does not know, taken for one of its arguments: commands that take many logs take every word.
    /// After <c>--</c> a word is an argument whatever it begins with.
    /// </summary>
    public static bool HasMistypedOption(ParseResult parsed) =>
        Mistyped(parsed) is not null && parsed.Action is not (ExampleHelp or PrintVersion);

    static string? Mistyped(ParseResult parsed)
    {
        var delimiter = parsed.Tokens.ToList().FindIndex(t => t.Type == TokenType.DoubleDash);
        var asGiven = parsed.Tokens.Skip(delimiter < 0 ? parsed.Tokens.Count : delimiter).Select(t => t.Value)
            .ToHashSet(StringComparer.Ordinal);
        // --emit takes the word after the kind
        return parsed.CommandResult.Children.SelectMany(r => r switch
        {
            ArgumentResult argument => argument.Tokens,
            OptionResult option => option.Tokens.Skip(1),
            _ => [],
        }).Select(t => t.Value).FirstOrDefault(v => v.Length > 1 && v[0] == '-' && !asGiven.Contains(v));
    }

    /// <summary>Words of other tools that are no name of ours and near none.</summary>
    static string? Familiar(string token, bool root) => token switch
    {
        "help" when root => "--help",
        "version" or "-v" when root => "--version",
        "-v" => "--verbose",
        "--html" or "--json" or "--md" or "--csv" => $"--format {token[2..]}",
        _ => null,
    };

    /// <summary>What a letter stands for in other tools: -o is --output; null where no option or several begin with it.</summary>
    static string? OfLetter(string token, IEnumerable<string> known)
    {
        if (token.Length != 2 || token[0] != '-') return null;
        var named = known.Where(k => k.StartsWith("-" + token, StringComparison.Ordinal)).ToList();
        return named.Count == 1 ? named[0] : named.Find(k => k is "--output" or "--format");
    }

    static IEnumerable<string> OptionNames(ParseResult parsed)
    {
        for (SymbolResult? r = parsed.CommandResult; r is CommandResult c; r = r.Parent)
        {
            foreach (var o in c.Command.Options.Where(o => !o.Hidden && (r == parsed.CommandResult || o.Recursive))) yield return o.Name;
        }
    }
}
