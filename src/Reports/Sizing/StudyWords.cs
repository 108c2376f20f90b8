using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Sizing;

/// <summary>The sentences about a migration study that every format says the same.</summary>
static class StudyWords
{
    public const string PilotHeading = "Move these first";

    public const string PilotRule =
        "Pass: at least five runs, nine in ten within the deadline, at no more than the cost given. Fail: more than one in ten runs "
        + "misses the deadline, or a run costs more than today. size --state keeps the choice, and report --state compares.";

    /// <summary>Why the job is a pilot, and what it must meet.</summary>
    public static string Pilot(StudyPilot p) =>
        (p.Reason == "spend" ? $"{Quantity.Percent(p.SpendRatio)} of today's cost of the jobs to move"
            : $"its predicted time is the least sure (9 in 10 runs within {Quantity.Percent(p.DoubtRatio)} of the typical one)")
        + $"; within {Quantity.Duration(p.DeadlineMs)} from the application's start"
        + (p.MaxUsd is { } usd ? $" and {Quantity.Usd(usd)} a run" : "");

    /// <summary>The ways of running one job, in the order of the columns.</summary>
    public static IReadOnlyList<(string Heading, string Column, Func<StudyJob, StudyPrice?> Cell)> Ways { get; } =
    [
        ("today", "today", j => j.Today), ("recommended", "pick", j => j.Pick), ("On-Demand", "on_demand", j => j.OnDemand),
            ("Spot low", "spot_low", j => j.SpotLow), ("Spot expected", "spot_expected", j => j.SpotExpected),
        ("Spot high", "spot_high", j => j.SpotHigh), ("Graviton", "graviton", j => j.Graviton),
            ("Serverless", "serverless", j => j.Serverless), ("EKS", "eks", j => j.Eks), ("Glue", "glue", j => j.Glue),
    ];

    /// <summary>12 jobs, 84 runs over 6 d 03 h.</summary>
    public static string Size(StudyResult s) =>
        $"{s.Jobs.Count} jobs, {Quantity.Count(s.Jobs.Sum(j => j.Runs))} runs ({Quantity.Count(s.RunsCounted)} "
            + $"counted){(s.SpanMs is { } ms ? $" from first start to last end {Quantity.Duration(ms)}" : "")}";

    public static string Advice(StudyJob j) => SizingWords.Advice(j.Sizing).ToLowerInvariant();

    /// <summary>Marked where the time is not simulated but taken over from today.</summary>
    public static string Cell(StudyPrice? price) =>
        price is null ? "-" : Quantity.Usd(price.Usd) + (price.Ground == Ground.Assumed && price.Usd is not null ? "*" : "");

    /// <summary>What the ways take for granted; what several share is said once.</summary>
    public static IReadOnlyList<string> Notes(StudyResult s) => [.. s.Ways.SelectMany(w => w.Notes.Select(n => (Way: w.Name, Note: n)))
        .GroupBy(x => x.Note).Select(g => $"{string.Join("; ", g.Select(x => x.Way))}: {g.Key}")];

    /// <summary>Jobs to change, those first that save most over all their runs.</summary>
    public static IReadOnlyList<StudyJob> Changes(StudyResult s) =>
        [.. s.Jobs.Where(j => j.Sizing.Advice == SizingAdvice.Change).OrderByDescending(j => (Saving(j) ?? 0) * (j.RunsPerWeek ?? j.Runs))
            .ThenBy(j => j.Name, StringComparer.Ordinal)];

    public static string RunsPerWeek(StudyJob j) =>
        j.RunsPerWeek is { } r ? r.ToString("0.#", CultureInfo.InvariantCulture) : Quantity.Unknown;

    public static string Capacity(StudyWay w) =>
        w is { PeakCapacity: 1, CapacityUnit: "runs at a time" } ? "1 run at a time"
            : $"{Quantity.Count(w.PeakCapacity)} {w.CapacityUnit}";

    /// <summary>What one run costs today less the pick, where both have a price.</summary>
    static decimal? Saving(StudyJob j) => j.Today?.Usd - j.Pick?.Usd;

    public const string Cells =
        "Cells: $ of one run at P50, simulated; today's is what the logs or your figures say. Spot low and high: the ends of price and "
        + "interruption rate. *: today's time taken as it is, no prediction. -: no option of that kind meets the deadline and has "
        + "a price.";
}
