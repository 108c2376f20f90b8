using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Report;

namespace Rightsizer.Reports.Charts.Fleet;

/// <summary>The two times that a report compares, by their first and last days.</summary>
static class FleetNames
{
    /// <summary>"11-14 to 11-20".</summary>
    public static string Now(FleetReport r) => Span(r.Period.NowSince, r.Period.UntilExcl, withYear: false);

    public static string Before(FleetReport r) => r.Period.BeforeSince is { } since ? Span(since, r.Period.NowSince, withYear: false)
        : "before";

    /// <summary>With the year.</summary>
    public static string NowLong(FleetReport r) => Span(r.Period.NowSince, r.Period.UntilExcl, withYear: true);

    public static string BeforeLong(FleetReport r) => r.Period.BeforeSince is { } since ? Span(since, r.Period.NowSince, withYear: true)
        : "the time before";

    static string Span(string since, string untilExcl, bool withYear)
    {
        var format = withYear ? "yyyy-MM-dd" : "MM-dd";
        DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var last = Day(untilExcl).AddDays(-1);
        string first = Day(since).ToString(format, CultureInfo.InvariantCulture), end = last.ToString(format, CultureInfo.InvariantCulture);
        return first == end ? first : $"{first} to {end}";
    }
}
