using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>What today may cost where that is assumed: what is not known, what would tell it, and the cost under each reading.</summary>
/// <param name="Lead">First sentence and the begin of the second, up to the costs.</param>
/// <param name="All">One or two.</param>
/// <param name="Condition">What must hold for a difference from the last reading to be a saving; null where nothing must.</param>
sealed record TodayReadings(string Lead, IReadOnlyList<TodayReading> All, string? Condition = null)
{
    /// <param name="job">The job.</param>
    /// <param name="baseline">Has a cost, which is assumed.</param>
    public static TodayReadings Read(SizingJob job, SizingCandidate baseline)
    {
        var ledger = baseline.Ledger!;
        var processor = job.Request.Pricing.ServerlessArchitecture(job.Run);
        if (baseline.Platform == RunPlatform.EmrServerless && processor.Ground == Ground.Assumed)
            return new("today's cost is not known, since the log does not name the processor (--ran-on or get-application in --cluster "
                + "does). The same workers would cost ", OnEitherProcessor(job, baseline));
        if (ledger.Lines.Where(l => l.Purpose == LinePurpose.Idle).Sum(l => l.AmountUsd ?? 0) is > 0 and var idle)
            return new("today's cost is not known, since other job runs may use the workers that the application keeps ready. It would be ",
                [new(baseline.Usd!.P50, "with all their idle time"), new(baseline.Usd.P50 - idle, "with none of it")]);
        if (ledger.Kind == LedgerKind.GivenCluster && HasAllLives(job.Request.Pricing.Cluster))
            return new($"today's cost is not known, since ~{Quantity.Usd(ledger.AssumedUsd)} of it is assumed: EMR's fee of Spot nodes "
                + "that EC2 took back, or volumes where the file names no release. It would be ", [new(baseline.Usd!.P50, "with that")]);
        if (ledger.Kind == LedgerKind.GivenCluster)
            return new("today's cost is not known, since the cluster file does not say how long its nodes ran (list-instances does). It "
                + "would be ", [new(baseline.Usd!.P50, "as far as the file shows")]);
        if (baseline.Platform == RunPlatform.EmrOnEc2) return OnEmr(job, baseline.Usd!.P50, ledger);
        return new("today's cost is not known (--cluster or --usd-per-hour gives it). It would be ",
            [new(baseline.Usd!.P50, $"for {ledger.Title}")]);
    }

    static bool HasAllLives(ClusterFile? cluster) =>
        cluster is { Instances.Count: > 0 } && cluster.Instances.All(i => i is { CreatedMs: not null, EndedMs: not null });

    /// <summary>The costs, and the option against each of them.</summary>
    public string Against(PricedOption candidate, string time)
    {
        var costs = string.Join(", ", All.Select((r, i) => $"~{Quantity.Usd(r.Usd)} {(i == 0 ? "a run " : "")}{r.Words}"));
        var first = Difference(candidate.Usd, All[0].Usd);
        var differences = All.Count == 1 ? first + (Condition is null ? "" : ", ")
            : $"{first} than the first, {Difference(candidate.Usd, All[1].Usd)} than the second{(Condition is null ? "" : " ")}";
        return $"{Lead}{costs}. {candidate.Candidate.Name} costs ~{Quantity.Usd(candidate.Usd)} a run, {time}: {differences}{Condition}";
    }

    /// <summary>What the option costs against the lowest and the highest reading; when that would be a saving is not in it.</summary>
    public string InShort(PricedOption candidate)
    {
        var (low, high) = (Quantity.Usd(All.Min(r => r.Usd)), Quantity.Usd(All.Max(r => r.Usd)));
        return $"{candidate.Candidate.Name} would cost ~{Quantity.Usd(candidate.Usd)} a run, against an assumed ~{low}"
            + (low == high ? " today" : $" to ~{high} today");
    }

    static IReadOnlyList<TodayReading> OnEitherProcessor(SizingJob job, SizingCandidate baseline)
    {
        var arm = ActualCost.Compute(job.Run, job.Shape, job.Request.Pricing with { RanOn = "arm64" }, out _)?.TotalUsd;
        TodayReading x86 = new(baseline.Usd!.P50, "on x86_64");
        return arm is { } usd ? [x86, new(usd, "on arm64")] : [x86];
    }

    /// <summary>An inferred cluster, or one that stands in: its start may have been this run's, or nobody's.</summary>
    static TodayReadings OnEmr(SizingJob job, decimal alone, Ledger ledger)
    {
        const string lead = "today's cost is not known (--cluster or --usd-per-hour gives it). The same executors on EMR On-Demand would "
            + "cost ";
        var standing = alone - ledger.StartUpUsd;
        var stood = YarnCluster.Parse(job.Run) is { } yarn && yarn.StoodBefore(job.Run);
        return standing < alone && !stood
            ? new(lead, [new(alone, "on a cluster started for the run"), new(standing, "on a permanent one")],
                "if the permanent cluster shrinks or ends")
            : new(lead, [new(standing, "for its time on a permanent cluster")], "if that cluster shrinks or ends");
    }

    static string Difference(decimal usd, decimal was) => usd < was ? $"{Quantity.Percent((double)(1 - usd / was))} less"
        : usd < 2 * was ? FormattableString.Invariant($"{(usd / Math.Max(was, 0.000001m) - 1) * 100:0.#} % more")
        : FormattableString.Invariant($"{usd / Math.Max(was, 0.000001m):0.#} times more");
}

/// <param name="Usd">Of one run.</param>
/// <param name="Words">Under what reading: "on a permanent cluster".</param>
sealed record TodayReading(decimal Usd, string Words);
