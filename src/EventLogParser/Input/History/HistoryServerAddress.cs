using System.Text.RegularExpressions;

namespace Rightsizer.EventLogParser.Input.History;

/// <summary>A History Server's address, or that of one of its applications, as a browser shows it.</summary>
/// <param name="Root">The server, with the path that a proxy put before it; no '/' at its end.</param>
/// <param name="Application">Null for the server itself.</param>
/// <param name="Attempt">Null for all of an application's attempts.</param>
readonly partial record struct HistoryServerAddress(string Root, string? Application, string? Attempt)
{
    /// <exception cref="RightsizerException">Not an address.</exception>
    public static HistoryServerAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            throw new RightsizerException(
                ExitCode.BadArguments, $"{text}: not an address; write http://HOST:18080 or http://HOST:18080/history/APPLICATION");
        }
        var path = uri.GetLeftPart(UriPartial.Path);
        var match = ApplicationPage().Match(path);
        return match.Success
            ? new HistoryServerAddress(match.Groups["root"].Value, Uri.UnescapeDataString(match.Groups["app"].Value),
            match.Groups["attempt"].Success ? match.Groups["attempt"].Value : null)
            : new HistoryServerAddress(path.TrimEnd('/'), null, null);
    }

    /// <summary>Where the server's REST answers.</summary>
    public string Applications => Root + "/api/v1/applications";

    /// <summary>Where REST tells of the application.</summary>
    public string ApplicationInfo => $"{Applications}/{Uri.EscapeDataString(Application!)}";

    /// <summary>Where REST gives the zip of an attempt's log.</summary>
    public string Logs => $"{ApplicationInfo}{(Attempt is null ? "" : "/" + Uri.EscapeDataString(Attempt))}/logs";

    /// <summary>As a browser shows it.</summary>
    public override string ToString() =>
        Application is null ? Root : $"{Root}/history/{Application}{(Attempt is null ? "" : "/" + Attempt)}";

    /// <summary>Of the pages below an application only a number names an attempt; the others, such as jobs, are its tabs.</summary>
    [GeneratedRegex(@"^(?<root>.*?)/(history|api/v1/applications)/(?<app>[^/]+)(/(?<attempt>\d+))?(/.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ApplicationPage();
}
