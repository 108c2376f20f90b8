using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;

namespace Rightsizer.Reports.Html.Site;

/// <summary>The words that the pages of a site share.</summary>
static class SiteWords
{
    /// <summary>2026-11-16 to 2026-11-22.</summary>
    public static string Week(string monday) => $"{monday} to {DaysLater(monday, 6)}";

    public static string Amount(FleetMeasure m, SiteTotal t) => m.Amount(t.Usd, t.PaidCoreMs, t.Ground);

    public static string WasteAmount(FleetMeasure m, SiteTotal t) => m.Amount(t.WasteUsd, t.WasteCoreMs, t.Ground);

    public static string Waste(FleetMeasure m, SiteTotal t) =>
        $"{WasteAmount(m, t)} ({m.Share(t.WasteUsd, t.Usd, t.WasteCoreMs, t.PaidCoreMs)})";

    /// <summary>+12 %, or "new".</summary>
    public static string Change(FleetMeasure m, SiteTotal now, SiteTotal? before) => before is null ? "new"
        : m.Heading == "Cost" && now.Usd is not null && before.Usd is not null ? FleetWords.Growth(before.Usd, now.Usd)
        : FleetWords.Growth(before.PaidCoreMs, now.PaidCoreMs);

    /// <summary>The calendar week before; null where the site has no run of it.</summary>
    public static SiteWeek? WeekBefore(FleetSite site, SiteWeek week)
    {
        var monday = DaysLater(week.Monday, -7);
        return site.Weeks.FirstOrDefault(w => w.Monday == monday);
    }

    static string DaysLater(string iso, int days)
    {
        const string Format = "yyyy-MM-dd";
        return DateOnly.ParseExact(iso, Format, CultureInfo.InvariantCulture).AddDays(days).ToString(Format, CultureInfo.InvariantCulture);
    }

    /// <summary>"costs 12 % more than the week before".</summary>
    public static string Against(string change) => change.Length == 0 ? "" : change == "new" ? ", the first week in a row"
        : change.StartsWith('-') ? $", {change[1..]} less than the week before"
        : change.StartsWith('+') ? $", {change[1..]} more than the week before" : ", as the week before";

    /// <summary>8 executors of 4 cores, 16 GiB.</summary>
    public static string Shape(RunCluster? c) => c is null ? "" : string.Create(CultureInfo.InvariantCulture,
        $"{c.PeakExecutors} x {c.ExecutorCores}, {Quantity.Bytes(c.ExecutorMib << 20)}");

    public static string Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms, 0, 253_402_300_799_999))
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Kinds(IEnumerable<string> kinds) => string.Join(", ", kinds);
}
