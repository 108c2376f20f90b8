using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts;

namespace Rightsizer.Reports.Fleet;

/// <summary>Amounts of one report: dollars where they rank, core-hours where too little has a price, and for rows that have none.</summary>
/// <param name="byUsd">Dollars rank.</param>
/// <param name="known">How the costs that carry no ground of their own are known: as the report's total is.</param>
public readonly struct FleetMeasure(bool byUsd, Ground known = Ground.Measured)
{
    const double HourMs = 3_600_000;

    public static FleetMeasure Choose(FleetReport report) => new(report.RanksByUsd, report.Total.Ground);

    public static FleetMeasure Choose(FleetSite site) => new(site.RanksByUsd,
        site.Weeks.Where(w => w.Total.Usd is not null).Select(w => w.Total.Ground).DefaultIfEmpty(Ground.Missing).Min());

    /// <summary>Where an amount is on the axis of a chart: dollars or core-hours; 0 without a price.</summary>
    public double Place(decimal? usd, long coreMs) => byUsd ? (double)(usd ?? 0) : coreMs / HourMs;

    /// <summary>How a place on the axis of a chart reads, with ~ where the costs are estimates.</summary>
    public string Placed(double value) => !byUsd ? FleetWords.CoreHours((long)(value * HourMs))
        : value == 0 ? Quantity.Usd(0m) : Quantity.Usd((decimal)value, known);

    /// <summary>A difference of places: +$12.00, ~-$0.31.</summary>
    public string Moved(double value) => (byUsd && Quantity.IsEstimate(known) ? "~" : "") + (value > 0 ? "+" : "-")
        + Placed(Math.Abs(value)).TrimStart('~');

    /// <summary>The axis of <see cref="Place"/>, from 0.</summary>
    public ChartAxis Axis(double high) => byUsd ? new("USD", "usd", 0, high) : new("core-hours", "coreHours", 0, high);

    /// <param name="usd">Null without a price.</param>
    /// <param name="coreMs">Shown where the report does not rank by dollars.</param>
    /// <param name="ground">Null is as the report's total is known.</param>
    public string Amount(decimal? usd, long coreMs, Ground? ground = null) =>
        byUsd && usd is not null ? Quantity.Usd(usd, ground ?? known) : FleetWords.CoreHours(coreMs);

    public string Amount(FleetTotal total) => Amount(total.Usd, total.PaidCoreMs, total.Ground);

    /// <summary>What of the total is waste is known as the total is.</summary>
    public string Waste(FleetTotal total) => Amount(total.WasteUsd, total.WasteCoreMs, total.Ground);

    /// <summary>A smaller amount is shown as nothing.</summary>
    const decimal LeastUsd = 0.0001m;

    /// <summary>The causes that moved anything that is shown.</summary>
    public IEnumerable<FleetCause> Moved(IEnumerable<FleetCause> causes)
    {
        var dollars = byUsd;
        return causes.Where(c => dollars && c.Usd is { } usd ? Math.Abs(usd) >= LeastUsd : c.CoreMs != 0);
    }

    /// <summary>"volume +$2.00, skew +$1.00", without those that moved nothing.</summary>
    public string Causes(IEnumerable<FleetCause> causes)
    {
        var measure = this;
        return string.Join(", ", Moved(causes).Select(c => $"{FleetWords.Cause(c.Cause)} {measure.Signed(c.Usd, c.CoreMs)}"));
    }

    /// <summary>+$12.00, -$0.31, 0; ~+$12.00 where the report's costs are estimates.</summary>
    public string Signed(decimal? usd, long coreMs) => byUsd && usd is { } u
        ? Math.Abs(u) < LeastUsd ? "$0" : (Quantity.IsEstimate(known) ? "~" : "") + (u > 0 ? "+" : "") + Quantity.Usd(u)
        : coreMs == 0 ? "0" : (coreMs > 0 ? "+" : "") + FleetWords.CoreHours(coreMs);

    /// <summary>Part of a whole in the measure that both have.</summary>
    public string Share(decimal? part, decimal? whole, long partCoreMs, long wholeCoreMs) =>
        Quantity.Percent(
            byUsd && whole is > 0 && part is { } p ? (double)(p / whole.Value) : wholeCoreMs > 0 ? (double)partCoreMs / wholeCoreMs : null);

    public string WasteShare(FleetTotal t) => Share(t.WasteUsd, t.Usd, t.WasteCoreMs, t.PaidCoreMs);

    public string ShareOf(FleetTotal whole, FleetTotal part) => Share(part.Usd, whole.Usd, part.PaidCoreMs, whole.PaidCoreMs);

    public string Growth(FleetChange c) =>
        byUsd && c.NowUsd is { } now ? FleetWords.Growth(c.BeforeUsd, now) : FleetWords.Growth(c.BeforeCoreMs, c.NowCoreMs);

    /// <summary>
    /// "~$320 a year", or "~$0.31 in 3 runs" where they are too few for a year. Rounded to what is known; dollars too where another way
    /// to run saves no core time.
    /// </summary>
    public string Saving(FleetSaving s) => SavingOf(s.CoreHoursAYear == 0, s.UsdAYear, s.CoreHoursAYear, s.IsAYear)
        + (s.IsAYear ? " a year" : " in " + FleetWords.Runs(s.Runs));

    /// <summary>"~$320 a year" or "~$0.31 in the runs of this period", or both, of the counted savings of the list.</summary>
    public string Saving(IReadOnlyList<FleetSaving> savings)
    {
        List<string> parts = [];
        foreach (var group in savings.Where(s => s.IsCounted).GroupBy(s => s.IsAYear).OrderByDescending(g => g.Key))
        {
            parts.Add(SavingOf(false, byUsd ? group.Sum(s => s.UsdAYear ?? 0) : null, group.Sum(s => s.CoreHoursAYear), group.Key)
                + (group.Key ? " a year" : " in the runs of this period"));
        }
        return parts.Count == 0 ? "nothing" : string.Join(" and ", parts);
    }

    string SavingOf(bool noCoreTime, decimal? usdOrNull, decimal coreHours, bool isAYear) =>
        (byUsd || noCoreTime) && usdOrNull is { } usd ? isAYear ? Quantity.UsdAYear(usd) : "~" + Quantity.Usd(usd)
            : CoreHoursAYear(coreHours);

    /// <summary>"~3.4 core-h"; below a tenth in seconds: "~72 core-s".</summary>
    public static string CoreHoursAYear(decimal hours) => hours switch
    {
        > 0 and < 1m / 3600 => "under 1 core-s",
        0 => "0 core-h",
        > 0 and < 0.1m => string.Create(CultureInfo.InvariantCulture, $"~{hours * 3600:0} core-s"),
        _ => $"~{Quantity.Number((double)hours)} core-h",
    };

    public string Heading => byUsd ? "Cost" : "Core time";
}
