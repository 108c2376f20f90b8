using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Sizing;

/// <summary>
/// The sentences about a sizing that every format says the same. Text from the log is in them as it is; each format makes it harmless.
/// </summary>
static class SizingWords
{
    /// <summary>14 runs, 12 used.</summary>
    public static string Runs(SizingResult r)
    {
        var used = r.Runs.Count(x => x.NotUsed is null);
        var reasons = r.Runs.Where(x => x.NotUsed is not null).GroupBy(x => x.NotUsed!, StringComparer.Ordinal)
            .Select(g => g.Count() == 1 ? g.Key : $"{g.Count()} {g.Key}").ToList();
        return $"{r.Runs.Count} {(r.Runs.Count == 1 ? "run" : "runs")}"
            + (used == r.Runs.Count ? "" : $", {used} usable ({string.Join("; ", reasons)})");
    }

    /// <summary>Today: 8 x m5.4xlarge On-Demand, 41 min 00 s, $11.82 a run.</summary>
    public static string Today(SizingResult r) => r.Today is not { } t ? "today's cluster is not known"
        : $"today: {t.Name}, {(t.TimeMs is null ? "time not known" : TimeOf(t))}, "
        + $"{(t.Usd is { } usd ? $"{Cost(t, usd.P50)} a run" : "cost not known")}";

    /// <summary>What was measured comes first where a start-up is assumed.</summary>
    static string TimeOf(SizingCandidate today) => today is { StartUp: StartUpReading.Assumed, StartUpMs: > 0, RunMs: { } run }
        ? $"{Quantity.Duration(run)}, or {Quantity.Duration(today.TimeMs!.P50)} if a cluster has to start for it"
        : Quantity.Duration(today.TimeMs!.P50) + (today.StartUpMs > 0 ? " with start-up" : "");

    /// <summary>The parts of a time: "~3 min 30 s to start, ~41 min 00 s to run"; null where nothing is start-up.</summary>
    public static string? Parts(SizingCandidate c) => c is not { StartUpMs: > 0, RunMs: { } run } ? null
        : $"~{Quantity.Duration(c.StartUpMs)} to start, {(c.IsToday ? "" : "~")}{Quantity.Duration(run)} to run"
            + (c.StartUp != StartUpReading.Assumed ? "" : "; whether its cluster was up before is not known"
                + (c.Ledger is { StartUpMs: 0 } ? ", and a start is not in its cost" : ""));

    /// <summary>
    /// Where an option takes longer than today: "3.4 times as long as today (27.1 s)", with "if today's cluster was already up" where
    /// that is not known; null where it does not.
    /// </summary>
    public static string? Slower(SizingCandidate option, SizingCandidate? today)
    {
        if (option.TimeMs is not { } time || today?.TimeMs is not { } was) return null;
        var isDoubtful = today is { StartUp: StartUpReading.Assumed, RunMs: not null };
        var ms = isDoubtful ? today.RunMs!.Value : was.P50;
        if (ms <= 0 || time.P50 < ms * SlowerRatio) return null;
        var times = string.Create(CultureInfo.InvariantCulture, $"{(double)time.P50 / ms:0.#} times as long as today");
        return isDoubtful ? $"{times} if today's cluster was already up ({Quantity.Duration(ms)})" : $"{times} ({Quantity.Duration(ms)})";
    }

    /// <summary>Less is within what two runs differ by.</summary>
    const double SlowerRatio = 1.05;

    /// <summary>Marked where it is not billed or measured.</summary>
    public static string Cost(SizingCandidate c, decimal usd) =>
        Quantity.Usd(usd, c.IsToday ? c.Ledger?.Ground ?? Ground.Assumed : Ground.Simulated);

    /// <summary>9 runs in 10 within 45 min 00 s (1.1 x today, start-up included).</summary>
    public static string Deadline(SizingResult r) => r.DeadlineMs is not { } ms ? "no time limit"
        : $"9 runs in 10 within "
        + $"{Quantity.Duration(ms)}{(r.DeadlineGiven ? "" : string.Create(CultureInfo.InvariantCulture,
            $" ({SizingRequest.DefaultDeadlineRatio} times today's time{TodaysStart(r.Today)})"))}";

    static string TodaysStart(SizingCandidate? today) => today is not { } t ? ""
        : t.StartUpMs > 0 ? $", with {Quantity.Duration(t.StartUpMs)} of start-up"
        : t.StartUp == StartUpReading.Standing ? ", without start-up: its cluster was up before" : "";

    /// <summary>P50 with P90 in brackets: 41 min 05 s (47 min 10 s).</summary>
    public static string Time(TimeBand? time) =>
        time is not { } t ? Quantity.Unknown : $"{Quantity.Duration(t.P50)} ({Quantity.Duration(t.P90)})";

    /// <summary>P50 with the range in brackets: $4.10 (3.80 to 4.90).</summary>
    public static string Usd(UsdBand? usd)
    {
        if (usd is not { } u) return Quantity.Unknown;
        var (low, high) = (Quantity.Usd(u.P10).TrimStart('$'), Quantity.Usd(u.P90).TrimStart('$'));
        var middle = Quantity.Usd(u.P50);
        return low == high && low == middle.TrimStart('$') ? middle : $"{middle} ({low} to {high})";
    }

    /// <summary>The same, marked where it is not billed or measured: today's by its ledger, an option's always.</summary>
    public static string Usd(SizingCandidate c) => (c.Usd is not null && IsEstimate(c) ? "~" : "") + Usd(c.Usd);

    static bool IsEstimate(SizingCandidate c) => !c.IsToday || Quantity.IsEstimate(c.Ledger?.Ground ?? Ground.Assumed);

    /// <summary>An estimate for a year's runs, in whole dollars from ten up: ~$2,810.</summary>
    public static string Year(decimal? usd) => usd is { } u ? Quantity.UsdAYear(u) : "";

    /// <summary>The first sentence leaves out why, or what explains it.</summary>
    public static bool HasMoreReason(SizingResult r) => r.Advice == SizingAdvice.Change || r.ShortReason is not null
        || (r.Today?.Usd is null && r.BestRank is not null);

    /// <summary>The reason where the first sentence has not all of it, and what binds; sentences.</summary>
    public static IEnumerable<string> Why(SizingResult r)
    {
        if (HasMoreReason(r) && Phrases.Sentence(r.Reason.ToString()) is { Length: > 0 } reason) yield return reason;
        foreach (var b in r.Binding) yield return b.Words.ToString();
    }

    public static string Advice(SizingResult r) => r.Advice switch
    {
        SizingAdvice.Change => "Change",
        SizingAdvice.Keep => "Keep what you have",
        _ => "No advice",
    };

    /// <summary>Probability of a saving, where there may be one: only against a cost that is known. "97 %", "over 99 %".</summary>
    public static string? Likely(SizingResult r) => r is { BaselineBasis: CostBasis.Known, SavingUsd: not null, SavingProbability: { } p }
        ? p > 0.995 ? "over 99 %" : Quantity.Percent(p) : null;

    /// <summary>What is otherwise: "50 % more data".</summary>
    public static string Change(SizingChange change) => change switch
    {
        SizingChange.MoreData => FormattableString.Invariant($"{(SizingVariants.DataRatio - 1) * 100:0} % more data"),
        SizingChange.OnDemandOnly => "no Spot nodes",
        SizingChange.X86Only => "no Graviton (arm64)",
        SizingChange.NoStartUp => "no start-up time",
        SizingChange.HalfTheRuns => "half as many runs a week",
        SizingChange.TwiceTheRuns => "twice as many runs a week",
        _ => "start-up twice as long",
    };

    /// <summary>
    /// What is cheapest then: "3 x m6g.xlarge On-Demand, ~$1.20"; "no change"; "no change for a run, ~$320 a year".
    /// </summary>
    public static string Becomes(SizingVariant v, SizingCandidate best) => v.Usd is not { } usd ? "nothing meets the deadline"
        : (v.IsSame && usd.P50 == best.Usd?.P50 ? "no change" + (v.YearUsd is null ? "" : " for a run")
            : $"{(v.IsSame ? "same option" : v.Name)}, ~{Quantity.Usd(usd.P50)}")
            + (v.YearUsd is { } year ? $", {Year(year)} a year" : "");

    /// <summary>The row of an offer: the sign that it is the pick, and its rank.</summary>
    public static string Mark(SizingCandidate c, SizingResult r) =>
        (IsPick(c, r) ? ">" : " ") + (c.IsToday ? " today" : c.Rank > 0 ? FormattableString.Invariant($" {c.Rank}") : "");

    public static bool IsPick(SizingCandidate c, SizingResult r) =>
        r.Pick is { } p && (ReferenceEquals(p, c) || (p.Rank == c.Rank && p.IsToday == c.IsToday && p.Id == c.Id));

    /// <summary>Executors and their memory: 16 executors x 4 cores, 19.5 GiB heap.</summary>
    public static string Executors(ExecutorPlan? x) =>
        x is null ? "no executor"
        : (x.Dynamic ? FormattableString.Invariant($"{x.MinCount} to {x.Count}") : FormattableString.Invariant($"{x.Count}"))
        + string.Create(CultureInfo.InvariantCulture,
        $" {(x.Count == 1 && !x.Dynamic ? "executor" : "executors")} x {x.Cores} {(x.Cores == 1 ? "core" : "cores")}, "
        + $"{Quantity.Bytes(x.HeapMib << 20)} heap");

    /// <summary>What Spot does to an offer; null where it has no Spot nodes.</summary>
    public static string? Spot(SizingCandidate c, SizingResult r)
    {
        if (c.Spot is not { } s) return null;
        var parts = new List<string>();
        if (c.DeadlineProbability is { } p && r.DeadlineMs is { } ms)
            parts.Add($"{Quantity.Percent(p)} of runs end within {Quantity.Duration(ms)}");
        parts.Add($"{Share(s.InterruptedProbability)} of runs are interrupted, {Share(s.InterruptedProbabilityAt10x)} at ten times the "
            + "rate");
        parts.Add($"{(c.Usd is { } usd ? $"~{Quantity.Usd(usd.P50)} is the median, " : "")}~{Quantity.Usd(s.ExpectedUsd)} the mean of a "
            + $"run; the mean is ~{Quantity.Usd(s.ExpectedUsdAt3x)} at three times the rate, ~{Quantity.Usd(s.ExpectedUsdAt10x)} at ten, "
            + $"where 9 runs in 10 take up to {Quantity.Duration(P90At10x(c, s))}");
        var unsure = s.RateFactor > 1 ? string.Create(CultureInfo.InvariantCulture, $", {s.RateFactor:0.#} times lower or higher") : "";
        var now = $"now {Rate(s.InterruptionsPerHour)}" + (s.Band is { } band ? $", AWS's band {band} a month{unsure}" : ", as given");
        var other = r.Offers.Where(o => o is { Rank: > 0, Platform: SizingPlatform.EmrOnEc2, Spot: null, Usd: not null })
            .MinBy(o => o.Usd!.P50) is { } onDemand ? FormattableString.Invariant($"On-Demand (option {onDemand.Rank})") : "On-Demand";
        parts.Add(s.LosesAboveInterruptionsPerHour is { } rate
            ? rate <= 0 ? $"{other} is cheaper on average even without interruptions ({now})"
                : $"above {Rate(rate)} interruptions per instance and hour {other} is cheaper on average ({now})"
            : $"no rate that was tried makes it more expensive than On-Demand ({now})");
        if (s.Placement is { } placement) parts.Add(Placement(placement));
        return string.Join("; ", parts);
    }

    /// <summary>EC2's words for a score are "placement score"; it is no probability, and nothing here is computed from it.</summary>
    static string Placement(SpotPlacement p) =>
        $"AWS's Spot placement score on {p.Date} for {Quantity.Plural(p.TargetCapacity, "instance")} of {string.Join(", ", p.Types)} in "
        + (p.Zones.Count == 0 ? "one zone: none given"
            : "one zone, from 1 to 10 (best): "
            + string.Join(", ", p.Zones.Select(z => FormattableString.Invariant($"{z.ZoneId} {z.Score}"))));

    /// <summary>From submit to end and of the heaviest runs, as the times of the table.</summary>
    static long P90At10x(SizingCandidate c, SpotOutcome s) => c.TimeMs is not { } time || s.P90Ms <= 0 ? s.P90MsAt10x + c.StartUpMs
        : (long)((time.P90 - c.StartUpMs) * ((double)s.P90MsAt10x / s.P90Ms)) + c.StartUpMs;

    static string Share(double probability) => probability < 0.001 ? "under 0.1 %" : Quantity.Percent(probability);

    static string Rate(double perHour) => perHour.ToString(perHour >= 0.1 ? "0.##" : "0.#####", CultureInfo.InvariantCulture);

    /// <summary>212 instance types: no price in eu-west-1.</summary>
    public static string LeftOut(LeftOut l) => $"{l.What}: {l.Why}";

    public static string Prices(string book, string date, string region, Ground regionGround) =>
        $"Prices: {book}, {region} of {date}{(regionGround == Ground.Assumed ? " (region assumed; --region names it)" : "")}, USD.";

    /// <summary>What the numbers of the table are.</summary>
    public static string Grounds(SizingResult r) =>
        "Time: median from submit to end, start-up included; 9 runs in 10 end within the time in brackets. Simulated, except today's run, "
        + (r.Runs.Count(x => x.NotUsed is null) >= SizingResult.RunsForSpread ? "which is measured." : "which is measured; how much runs "
            + "differ is assumed, since too few are given.")
        + " $: median cost of one run on a cluster of its own, start-up included; 8 runs in 10 cost between the figures in brackets.";
}
