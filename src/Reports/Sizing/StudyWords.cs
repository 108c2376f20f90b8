using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Sizing;

/// <summary>The sentences about a migration study that every format says the same.</summary>
static class StudyWords
{
    public const string PilotHeading = "Move these first";

    public const string PilotRule =
        "Pass: at least five runs, 9 in 10 within the time given, at no more than the cost given. Go back: more than 1 run in 10 "
        + "misses the job's deadline, or a run costs more than today. In between: keep the move, but check the prediction before you "
        + "move more jobs. size --state keeps the choice, and report --state compares.";

    /// <summary>Why the job is a pilot, and what it must meet.</summary>
    public static string Pilot(StudyPilot p) =>
        (p.Reason == PilotReason.Spend ? $"{Quantity.Percent(p.SpendRatio)} of today's cost of the jobs to move"
            : $"its predicted time is the least sure (9 in 10 runs within {Quantity.Percent(p.DoubtRatio)} of the typical one)")
        + $"; within {Quantity.Duration(p.DeadlineMs)} from the application's start"
        + (p.MaxUsd is { } usd ? $" and ~{Quantity.Usd(usd)} a run" : "");

    /// <summary>The ways of running one job, in the order of the columns.</summary>
    public static IReadOnlyList<(string Heading, string Column, Func<StudyJob, StudyPrice?> Cell)> Ways { get; } =
    [
        ("today", "today", j => j.Today), ("recommended", "pick", j => j.Pick), ("On-Demand", "on_demand", j => j.OnDemand),
            ("Spot low", "spot_low", j => j.SpotLow), ("Spot expected", "spot_expected", j => j.SpotExpected),
        ("Spot high", "spot_high", j => j.SpotHigh), ("Graviton", "graviton", j => j.Graviton),
            ("Serverless", "serverless", j => j.Serverless), ("EKS", "eks", j => j.Eks), ("Glue", "glue", j => j.Glue),
    ];

    public const string TodayHeading = "today";

    /// <summary>The columns of the text, short.</summary>
    public static IReadOnlyList<(string Heading, Func<StudyJob, StudyPrice?> Cell)> Columns { get; } =
    [
        (TodayHeading, j => j.Today), ("On-Dem.", j => j.OnDemand), ("Spot", j => j.SpotExpected), ("Graviton", j => j.Graviton),
        ("Serverl.", j => j.Serverless), ("EKS", j => j.Eks), ("Glue", j => j.Glue), ("advised", j => j.Pick),
    ];

    /// <summary>12 jobs, 84 runs within 6 d 03 h.</summary>
    public static string Size(StudyResult s)
    {
        var runs = s.Jobs.Sum(j => j.Runs);
        return $"{Quantity.Plural(s.Jobs.Count, "job")}, {Quantity.Plural(runs, "run")}"
            + (s.RunsCounted == runs ? "" : $" ({Quantity.Count(s.RunsCounted)} with times and executors)")
            + (s.SpanMs is { } ms ? $" within {Quantity.Duration(ms)}" : "");
    }

    /// <summary>The first lines of a study, the same in every format.</summary>
    public static FirstLines Answer(StudyResult s) => new($"Migration study of {Size(s)}, priced in {s.Region}", Sentence(s))
    {
        Next = s.Ways.Any(w => w is { Kind: "today", Usd: not null, Ground: > Ground.Assumed })
            ? "One job in detail, with the files to start it:"
            : "Give today's cost with --usd-per-hour or --cluster to see the saving. One job in detail, with the files to start it:",
        Paste = ["rightsizer size LOG --verbose", "rightsizer size LOG --emit terraform"],
    };

    public static StudyWay? Cheapest(StudyResult s) => s.Ways.Where(w => w.Usd is not null).MinBy(w => w.Usd);

    static string Sentence(StudyResult s)
    {
        if (Cheapest(s) is not { } cheapest) return "No option has a price.";
        var year = cheapest.YearUsd is { } a ? $", {Quantity.UsdAYear(a)} a year" : "";
        var today = s.Ways.FirstOrDefault(w => w.Kind == "today");
        var against = today is not { Usd: > 0 and var usd } ? " What they cost today is not known."
            : today.Ground <= Ground.Assumed ? $" What they cost today is not known; as the logs let one infer it, "
                + $"{Quantity.Usd(usd, today.Ground)}."
            : cheapest == today ? "" : $" That is {Quantity.Usd(usd - cheapest.Usd, cheapest.Ground)} "
                + $"({Quantity.Percent((double)((usd - cheapest.Usd!.Value) / usd))}) less than today.";
        return cheapest == today ? $"Keep the jobs where they are: nothing is cheaper than today's "
            + $"{Quantity.Usd(cheapest.Usd, cheapest.Ground)}{(today!.Ground <= Ground.Assumed ? ", as inferred from the logs" : "")}."
            : $"Cheapest for {AllJobs(s)}: {PlainText.Short(cheapest.Name.ToString(), 80)}, "
                + $"{Quantity.Usd(cheapest.Usd, cheapest.Ground)} for these runs{year}.{OnePlace(s, cheapest)}{against}";
    }

    /// <summary>That one platform for all jobs costs hardly more than a place for each.</summary>
    static string OnePlace(StudyResult s, StudyWay cheapest)
    {
        if (cheapest.Kind != "picks" || s.Ways.FirstOrDefault(w => w is { Kind: "serverless", Usd: not null }) is not { } one) return "";
        var more = (double)(one.Usd!.Value / cheapest.Usd!.Value) - 1;
        return more < 0.05 ? $" {one.Name} for all of them costs {Quantity.Percent(more)} more." : "";
    }

    /// <summary>"all jobs", or how many of them have a price.</summary>
    static string AllJobs(StudyResult s) => s.WithoutPrice.Count == 0 ? "all jobs"
        : $"the {Quantity.Plural(s.JobsInWays, "job")} with a price";

    /// <summary>Which jobs the ways leave out; null where none.</summary>
    public static string? WithoutPrice(StudyResult s) => s.WithoutPrice.Count == 0 ? null
        : $"Without {Quantity.Plural(s.WithoutPrice.Count, "job")} that {(s.WithoutPrice.Count == 1 ? "has" : "have")} no price on AWS: "
            + string.Join(", ", s.WithoutPrice.Take(6).Select(n => PlainText.Short(n, 60)))
            + (s.WithoutPrice.Count > 6 ? FormattableString.Invariant($" and {s.WithoutPrice.Count - 6} more") : "");

    /// <summary>Jobs by what all their runs cost: today's, else the recommendation's, else On-Demand's; largest first.</summary>
    public static IReadOnlyList<StudyJob> ByCost(StudyResult s) =>
        [.. s.Jobs.OrderByDescending(AllRuns).ThenBy(j => j.Name, StringComparer.Ordinal)];

    static decimal AllRuns(StudyJob j) => (j.Today?.Usd ?? j.Pick?.Usd ?? j.OnDemand?.Usd ?? 0) * Math.Max(1, j.Runs);

    /// <summary>Against a cost that nobody knows nothing is to be kept or changed.</summary>
    public static string Advice(StudyJob j) => j.Sizing.Advice == SizingAdvice.Keep && !IsTodayKnown(j) ? "cost today not known"
        : SizingWords.Advice(j.Sizing).ToLowerInvariant();

    /// <summary>Marked where the time is not simulated but taken over from today.</summary>
    public static string Cell(StudyPrice? price) =>
        price is null ? "-" : Quantity.Usd(price.Usd, price.Ground) + (price.Ground == Ground.Assumed && price.Usd is not null ? "*" : "");

    /// <summary>What the ways take for granted; what several share is said once.</summary>
    public static IReadOnlyList<string> Notes(StudyResult s) => [.. WithoutPrice(s) is { } without ? [without] : Array.Empty<string>(),
        .. s.Ways.SelectMany(w => w.Notes.Select(n => (Way: w.Name, Note: n)))
        .GroupBy(x => x.Note).Select(g => $"{string.Join("; ", g.Select(x => x.Way))}: {g.Key}")];

    /// <summary>Jobs to change, those first that save most over all their runs.</summary>
    public static IReadOnlyList<StudyJob> Changes(StudyResult s) =>
        [.. s.Jobs.Where(j => j.Sizing.Advice == SizingAdvice.Change).OrderByDescending(j => (Saving(j) ?? 0) * (j.RunsPerWeek ?? j.Runs))
            .ThenBy(j => j.Name, StringComparer.Ordinal)];

    public static string RunsPerWeek(StudyJob j) =>
        j.RunsPerWeek is { } r ? r.ToString("0.#", CultureInfo.InvariantCulture) : Quantity.Unknown;

    public static string Capacity(StudyWay w) =>
        w is { PeakCapacity: 1, CapacityUnit: "runs" } ? "1 run" : $"{Quantity.Count(w.PeakCapacity)} {w.CapacityUnit}";

    /// <summary>What one run costs today less the pick, where both have a price and today's is known.</summary>
    static decimal? Saving(StudyJob j) => IsTodayKnown(j) ? j.Today?.Usd - j.Pick?.Usd : null;

    /// <summary>A saving against today may be stated.</summary>
    public static bool IsTodayKnown(StudyJob j) => j is { Today: { Usd: not null, Ground: > Ground.Assumed } };

    public const string Cells =
        "Cells: cost of one run (median), simulated; today's comes from the logs or from your figures. Spot low and high: the ends of "
        + "the ranges of price and interruption rate. *: assumed: today's cost, where the logs do not say what ran (--cluster or "
        + "--usd-per-hour does), or today's time, where none can be predicted. -: no option of this kind meets the deadline and has a "
        + "price.";
}
