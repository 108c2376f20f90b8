using System.Globalization;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli;

/// <summary>Which attempt of an application is meant.</summary>
static class AttemptChoice
{
    /// <param name="attempts">Oldest first, at least one.</param>
    /// <param name="asked">An attempt's number, or where names carry none its place from 1; null is the last.</param>
    /// <param name="option">What named it, for the error.</param>
    public static EventLog Pick(IReadOnlyList<EventLog> attempts, string? asked, string option = "--attempt")
    {
        if (asked is null) return attempts[^1];
        if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var found = attempts.Any(a => a.Attempt is not null)
                ? attempts.LastOrDefault(a => a.Attempt == number)
                : attempts.ElementAtOrDefault(number - 1);
            if (found is not null) return found;
        }
        var known = string.Join(", ", attempts.Select((a, i) => a.Attempt ?? i + 1));
        throw new RightsizerException(ExitCode.BadArguments, $"{option} {asked}: no such attempt; there is {known}");
    }
}
