using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>The words that every format of the report over many runs shares.</summary>
public static class FleetWords
{
    static readonly Dictionary<string, string> WasteNames = new(StringComparer.Ordinal)
    {
        ["failedRun"] = "failed runs",
        ["clusterStart"] = "cluster start",
        ["beforeFirstJob"] = "before the first job",
        ["driver"] = "driver alone, between jobs and stages",
        ["skew"] = "waiting for the last tasks of a stage",
        ["overProvisioned"] = "more cores than tasks",
        ["scheduling"] = "waiting for tasks to be launched",
        ["idleTail"] = "idle after the last job",
        ["interactiveIdle"] = "idle sessions",
        ["triggerWait"] = "streams that wait for their trigger",
        ["retries"] = "failed and repeated tasks",
        ["spill"] = "spill",
        ["gc"] = "garbage collection",
        ["sharedIdle"] = "idle shared clusters",
    };

    static readonly Dictionary<string, string> CauseNames = new(StringComparer.Ordinal)
    {
        ["volume"] = "volume",
        ["configuration"] = "configuration",
        ["cluster"] = "cluster",
        ["plan"] = "plan",
        ["price"] = "price",
        ["startUp"] = "start-up",
        ["driver"] = "driver alone",
        ["idle"] = "idle executors",
        ["skew"] = "skew",
        ["spill"] = "spill",
        ["gc"] = "garbage collection",
        ["files"] = "small files",
        ["partitions"] = "number of partitions",
        ["failures"] = "failures",
        ["newJobs"] = "new jobs",
        ["goneJobs"] = "jobs that are gone",
        ["unexplained"] = "unexplained",
    };

    static readonly Dictionary<string, string> DeploymentNames = new(StringComparer.Ordinal)
    {
        ["transient"] = "a cluster for each run",
        ["persistentFixed"] = "one cluster, always on",
        ["persistentScaled"] = "one cluster that scales",
        ["serverless"] = "EMR Serverless",
    };

    public static string Deployment(string name) => DeploymentNames.GetValueOrDefault(name, name);

    /// <summary>From how many runs on a permanent cluster is cheaper, and what that rests on.</summary>
    public static string BreakEven(FleetArrivals a) => "A permanent cluster of the size of an average run becomes cheaper at about "
        + $"{AboutCount((double)a.BreakEvenRunsAWeek)} runs a week. The one that is always on would be busy "
        + $"{Quantity.Percent((double)a.BusyShare)} of its time"
        + (a.ServerlessBelowBusyShare is not { } below ? "." : below >= 1 ? "; EMR Serverless is cheaper even than one that is always busy."
            : $"; EMR Serverless is cheaper below {Quantity.Percent((double)below)}.")
        + $" Calculated with ~{Quantity.Usd(a.UsdPerVcpuHour)} a vCPU-hour.";

    /// <summary>More than this are all that findings say.</summary>
    const int MostNotKnown = 3;

    const string AllFindings = "skew, driver, spill and what else findings say";

    /// <summary>Of a failed run.</summary>
    public const string NoError = "the log has no text of the error";

    public static string Waste(string kind) => WasteNames.GetValueOrDefault(kind, kind);

    /// <summary>Under a column: without the words after a comma, and "waiting for".</summary>
    public static string WasteInShort(string kind) => Waste(kind).Split(", ")[0].Replace("waiting for the ", "", StringComparison.Ordinal);

    public static string Cause(string cause) => CauseNames.GetValueOrDefault(cause, cause);

    /// <summary>"not known: small files"; empty where all is.</summary>
    public static string NotKnown(FleetJobChange job) => job.NotKnown.Count == 0 ? ""
        : "not known: " + (job.NotKnown.Count > MostNotKnown ? AllFindings : string.Join(", ", job.NotKnown.Select(Cause)));

    /// <summary>Of how many jobs some causes are not known, in a sentence; null where all are.</summary>
    public static string? NotKnown(FleetChange change) => change.JobsNotKnown == 0 ? null
        : $"Unexplained includes causes that are not known for {Quantity.Plural(change.JobsNotKnown, "job")}: runs of one side do not say "
            + "where their time went, or what a finding costs.";

    /// <summary>"3.40 core-h"; below a tenth in seconds, as in <c>diagnose</c>.</summary>
    public static string CoreHours(long coreMs) => coreMs is > 0 and < 360_000 ? Quantity.CoreTime(coreMs)
        : string.Create(CultureInfo.InvariantCulture, $"{coreMs / 3_600_000.0:#,0.00} core-h");

    /// <summary>+6 %; "new" where there was nothing before.</summary>
    public static string Growth(decimal? before, decimal? now) =>
        before is not > 0 || now is null ? "" : Growth((double)(now.Value / before.Value) - 1);

    /// <summary>A change by less is 0 %.</summary>
    public const double LeastGrowth = 0.00005;

    public static string Growth(double ratio) =>
        Math.Abs(ratio) < LeastGrowth ? "0 %" : (ratio > 0 ? "+" : "") + Quantity.Percent(ratio);

    public static string Runs(int runs) => runs == 1 ? "1 run" : $"{Quantity.Count(runs)} runs";

    /// <summary>"1,204 logs, 24.1 GiB: 1,181 read, 20 unchanged since last time, 3 unreadable".</summary>
    public static string Logs(FleetLogs logs)
    {
        var parts = new List<string> { $"{Quantity.Count(logs.Read)} read" };
        if (logs.Unchanged > 0) parts.Add($"{Quantity.Count(logs.Unchanged)} unchanged since last time");
        if (logs.OutsidePeriod > 0) parts.Add($"{Quantity.Count(logs.OutsidePeriod)} of other days");
        if (logs.Duplicates > 0) parts.Add($"{Quantity.Count(logs.Duplicates)} "
            + $"{(logs.Duplicates == 1 ? "is a duplicate and is" : "are duplicates and are")} counted once");
        if (logs.Unreadable > 0) parts.Add($"{Quantity.Count(logs.Unreadable)} unreadable (listed)");
        return $"{Quantity.Plural(logs.Found, "log")} ({Quantity.Bytes(logs.Bytes)}): {string.Join(", ", parts)}";
    }

    /// <summary>", $12 over the budget of $100"; "" without one, or without a price of every run.</summary>
    public static string Budget(FleetReport r)
    {
        if (r.BudgetUsd is not { } budget || r.Total.Usd is not { } usd) return "";
        var (left, known) = (budget - usd, r.Prices.UnpricedRuns == 0);
        return left < 0 ? $", {Quantity.Usd(-left, r.Total.Ground)} over the budget of {Quantity.Usd(budget)}"
            : known ? $", {Quantity.Usd(left, r.Total.Ground)} under the budget of {Quantity.Usd(budget)}"
            : $", of a budget of {Quantity.Usd(budget)}; {Quantity.Plural(r.Prices.UnpricedRuns, "run")} without a price";
    }

    /// <summary>2026-11-14 to 2026-11-20, 7 days.</summary>
    public static string Period(FleetPeriod period) => period.Days == 1 ? period.Since
        : string.Create(CultureInfo.InvariantCulture,
        $"{period.Since} to {DateOnly.ParseExact(period.UntilExcl, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(-1):yyyy-MM-dd}, "
        + $"{period.Days:#,0} days");

    public static string Prices(FleetReport report)
    {
        var p = report.Prices;
        if (p.Books.Count == 0) return "no prices";
        var dates = p.Dates.Count == 1 ? p.Dates[0] : $"{p.Dates[0]} to {p.Dates[^1]}";
        return $"Prices: {string.Join(", ", p.Books)}; EC2 of {dates}; "
            + $"{string.Join(", ", p.Regions.Take(5))}{(p.Regions.Count > 5 ? " ..." : "")}{(p.RegionsAssumed > 0
                ? $" (assumed for {FleetWords.Runs(p.RegionsAssumed)})" : "")}";
    }

    /// <summary>How far the dollars are known: "measured 40 %, derived 60 %".</summary>
    public static string Grounds(FleetReport report)
    {
        var all = report.Grounds.Sum(g => (double)g.CoreMs);
        return string.Join(", ", report.Grounds.Select(
            g => $"{Quantity.Word(g.Ground)} {Quantity.Percent(all > 0 ? g.CoreMs / all : null)} "
            + $"({Runs(g.Runs)}{(g.Usd is { } usd ? $", {Quantity.Usd(usd, g.Ground)}" : "")})"));
    }

    /// <summary>"spark.executor.memory 8g -> 4g" or the action in words.</summary>
    public static string Action(FleetSaving s) => s.Setting is { } setting && s.Proposed is { } proposed
        ? $"{s.Action}: {setting} {s.Now ?? "(unset)"} -> {proposed}" : s.Proposed is { } value ? $"{s.Action}: {value}" : s.Action;

    /// <summary>What could be saved at a high risk, which no sum counts; null when there is nothing of the kind.</summary>
    public static string? RiskySavings(FleetReport report)
    {
        var risky = report.Savings.Where(s => s.Risk == Degree.High).ToList();
        return risky.Count == 0 ? null : "Not counted because of the risk: "
            + string.Join("; ", risky.GroupBy(s => (s.Action, s.RiskWhy)).Select(g => Risky(report, g.Key.Action, g.Key.RiskWhy, g))) + ".";
    }

    /// <summary>A job can move once: of its ways of one kind, as to x86 and to arm64, the larger counts.</summary>
    static string Risky(FleetReport report, string action, string why, IEnumerable<FleetSaving> savings)
    {
        List<FleetSaving> jobs =
            [.. savings.GroupBy(s => (s.Job, s.Owner)).Select(j => j.MaxBy(s => s.UsdAYear ?? 0)! with { IsCounted = true })];
        return $"\"{action}\" for {Quantity.Plural(jobs.Count, "job")}, {FleetMeasure.Choose(report).Saving(jobs)} ({why})";
    }

    /// <summary>An estimated count to three figures: 2,450.</summary>
    public static string AboutCount(double count)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, count))) - 2));
        return Quantity.Count(Math.Round(count / unit) * unit);
    }

    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
