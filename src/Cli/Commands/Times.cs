using System.CommandLine.Parsing;
using System.Globalization;

namespace Rightsizer.Cli.Commands;

/// <summary>Times as a user writes them.</summary>
static class Times
{
    /// <summary>The time that a user gave for an option; an error of one line for anything else.</summary>
    public static long? Parse(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (ParseMs(text) is { } ms) return ms;
        result.AddError($"--deadline {text}: must be a time with its unit, such as 45m, 1h30m or 90s");
        return null;
    }

    /// <summary>Milliseconds of 45m, 1h30m or 90s; null for anything else.</summary>
    public static long? ParseMs(string text)
    {
        long ms = 0;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            var unit = digits < 0 ? 0 : rest[digits] switch { 'h' => 3_600_000, 'm' => 60_000, 's' => 1_000, _ => 0 };
            if (digits is < 1 or > 6 || unit == 0) return null;
            ms += long.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture) * unit;
            rest = rest[(digits + 1)..];
        }
        return ms > 0 ? ms : null;
    }
}
