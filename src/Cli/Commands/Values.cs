using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Rightsizer.Cli.Commands;

/// <summary>Options whose values are checked, each with one clear line for a wrong one.</summary>
static class Values
{
    /// <summary>One of <paramref name="words"/>.</summary>
    public static Option<string?> OneOf(string name, string description, string[] words)
    {
        var option = new Option<string?>(name) { HelpName = string.Join('|', words), Description = description };
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (Word(result) is { } w && !words.Contains(w)) result.AddError($"{name} {w}: must be one of {string.Join(", ", words)}");
        });
        return option;
    }

    /// <summary>Dollars above 0.</summary>
    public static Option<decimal?> PositiveDecimal(string name, string description) => new(name)
    {
        HelpName = "USD",
        Description = description,
        CustomParser = result =>
        {
            if (decimal.TryParse(Word(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v) && v > 0) return v;
            result.AddError($"{name} {Word(result)}: must be a number above 0, such as 3.20");
            return null;
        },
    };

    /// <summary>A number from <paramref name="least"/> (itself only where <paramref name="orEqual"/>) to <paramref name="most"/>.</summary>
    public static Option<double?> Number(
        string name, string helpName, string description, double least, bool orEqual, double most, string example) => new(name)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result =>
            {
                if (double.TryParse(Word(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v)
                    && (v > least || (orEqual && v == least)) && v <= most) return v;
                result.AddError(FormattableString.Invariant(
                    $"{name} {Word(result)}: must be a number {(orEqual ? "from" : "above")} {least} to {most}, such as {example}"));
                return null;
            },
        };

    /// <summary>A whole number from <paramref name="least"/>.</summary>
    public static Option<int?> Whole(string name, string helpName, string description, int least) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            if (int.TryParse(Word(result), NumberStyles.None, CultureInfo.InvariantCulture, out var v) && v >= least && v <= 100_000)
                return v;
            result.AddError(FormattableString.Invariant($"{name} {Word(result)}: must be a whole number from {least}"));
            return null;
        },
    };

    /// <summary>Names with commas between them, repeatable.</summary>
    public static Option<string[]> Names(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description + " Comma separated, repeatable.",
        CustomParser = result =>
            [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
    };

    /// <summary>Any of <paramref name="words"/>, with commas between them, repeatable.</summary>
    public static Option<string[]> SomeOf(string name, string description, string[] words)
    {
        var option = Names(name, string.Join('|', words), description);
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            foreach (var w in result.Tokens
                .SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
            {
                if (!words.Contains(w)) result.AddError($"{name} {w}: must be one of {string.Join(", ", words)}");
            }
        });
        return option;
    }

    static string? Word(SymbolResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : null;
}
