using Rightsizer.Analyzer;

namespace Rightsizer.Reports.Redacting;

/// <summary>
/// The last step of a redacted report: where its log is. All other strings of a log are replaced while it is read
/// (<see cref="EventLogParser.EventLogReaderOptions.Redact"/>).
/// </summary>
public static class ResultRedactor
{
    /// <param name="result">Of a log that was read redacted.</param>
    public static AnalysisResult HidePlaces(AnalysisResult result)
    {
        var p = new Pseudonyms();
        var log = result.Run.Log;
        return result with
        {
            Run = result.Run with { Log = log with { Path = p.Path(log.Path)!, FirstMalformed = WithoutName(log.FirstMalformed, p) } },
            OtherAttempts = [.. result.OtherAttempts.Select(o => p.Path(o)!)],
        };
    }

    /// <summary>"part:12 (byte 345): why": what stands before the line's number is a file's name.</summary>
    static string? WithoutName(string? place, Pseudonyms p)
    {
        if (place is null) return null;
        var bytes = place.LastIndexOf(" (byte ", StringComparison.Ordinal);
        var colon = bytes < 0 ? -1 : place.LastIndexOf(':', bytes);
        return colon < 0 ? p.Path(place) : p.Path(place[..colon]) + place[colon..];
    }
}
