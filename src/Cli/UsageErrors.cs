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
        var help = Help(parsed);
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

    /// <summary>
    /// An argument or an option whose value says nothing, such as a variable of the shell that is not set, or that the system could not
    /// take; null where there is none.
    /// </summary>
    public static string? UnusableValue(ParseResult parsed)
    {
        if (parsed.Action is ExampleHelp or PrintVersion) return null;
        foreach (var result in CommandsOf(parsed).SelectMany(c => c.Children))
        {
            if (result.Tokens.FirstOrDefault(t => string.IsNullOrWhiteSpace(t.Value) || t.Value.Contains('\0')) is not { } token) continue;
            var what = token.Value.Contains('\0') ? "has a NUL character" : "is empty";
            return (result is OptionResult { Option: var option }
                ? $"{option.Name}: the value {what}; give {option.HelpName}{(option.Required ? "" : ", or leave the option out")}"
                : $"{(result as ArgumentResult)?.Argument.Name}: the value {what}; check where it comes from") + $" (see {Help(parsed)})";
        }
        return null;
    }

    /// <summary>The command that shows the help of the one that was given.</summary>
    static string Help(ParseResult parsed)
    {
        var names = CommandsOf(parsed).Select(c => c.Command).Where(c => c is not RootCommand).Select(c => c.Name).Reverse();
        return string.Join(' ', ["rightsizer", .. names, "--help"]);
    }

    /// <summary>The command, and those that it is of, up to the root.</summary>
    static IEnumerable<CommandResult> CommandsOf(ParseResult parsed)
    {
        for (SymbolResult? r = parsed.CommandResult; r is CommandResult c; r = r.Parent) yield return c;
    }

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
        foreach (var c in CommandsOf(parsed))
        {
            foreach (var o in c.Command.Options.Where(o => !o.Hidden && (c == parsed.CommandResult || o.Recursive))) yield return o.Name;
        }
    }
}
