using System.Globalization;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>From priced options to advice: the pick, what it saves and how surely, what bound it and what would change it.</summary>
sealed partial class SizingVerdict(
    SizingJob job, Preparation prepared, IReadOnlyList<PricedOption> best, IReadOnlyList<PricedOption> onFront,
    IEnumerable<Estimate> estimates, IReadOnlyList<LeftOut> leftOut, Func<PricedOption, IReadOnlyList<SizingVariant>>? variants = null)
{
    public const string Objective = "lowest cost of a run (P50) among options whose time (P90) is within the deadline";

    readonly Generations generations = new(job, estimates);

    public SizingResult Result(long considered)
    {
        var today = prepared.Today!;
        var baseline = job.Request.NoBaseline ? null : Baseline(today);
        var isKnown = baseline?.Ledger is { Basis: CostBasis.Known };
        var shown = WithSpotAndArm();
        var feasible = shown.Where(p => p.Candidate.TimeMs!.P90 <= job.DeadlineMs && CanRun(p)).OrderBy(p => p.Usd)
            .ThenBy(p => p.Candidate.TimeMs!.P90).ToList();
        // a jar without an arm64 build is a reason to test first, not to switch
        var risky = ArmRisks.Find(job.Run).Count > 0;
        var candidate = feasible.FirstOrDefault(p => !risky || p.Candidate.Architecture != "arm64") ?? feasible.FirstOrDefault();
        var (advice, reason, probability) = Judge(candidate, shown, today, baseline);
        var offers = Offers(shown, today, candidate);
        var chosen = offers.FirstOrDefault(o => candidate is not null && o.Id == candidate.Candidate.Id);
        var pick = advice == SizingAdvice.Change ? chosen : today;
        var saving = candidate is not null && isKnown && baseline?.Usd is { } b
            ? b.P50 - candidate.Usd - Stranded(candidate, baseline) : (decimal?)null;
        var front = Front(offers);
        return new SizingResult
        {
            Objective = Objective,
            JobName = job.Run.App.Name,
            DeadlineMs = (long)Math.Round(job.DeadlineMs),
            DeadlineGiven = job.Request.DeadlineMs is not null,
            PriceBook = job.Book.Name,
            PriceDate = job.Book.DateOf(job.Region),
            Region = job.Region,
            RegionGround = job.RegionGround,
            Today = today,
            Baseline = baseline,
            Pick = pick,
            Advice = advice,
            BestRank = chosen?.Rank,
            Reason = reason.Whole,
            ShortReason = reason.Short is { } shorter ? new DisplayText(shorter) : (DisplayText?)null,
            Conditions = candidate is null || advice != SizingAdvice.Change ? [] : ConditionsOf(candidate, baseline),
            Front = front,
            Knee = Knee(front),
            Offers = offers,
            Binding = candidate is null ? [] : new VerdictExplanation(job, candidate, best, estimates).Binding(),
            WhatWouldChange = [.. new VerdictExplanation(job, candidate, best, estimates).WhatWouldChange(advice, saving, baseline)],
            SavingUsd = saving,
            SavingProbability = job.KnowsSpread ? probability : null,
            YearSavingUsd = saving is { } s && job.Request.RunsPerWeek is { } week
                ? BillingMath.Round6(s * week * PricedOption.WeeksPerYear) : null,
            Variants = candidate is null || variants is null ? [] : [.. variants(candidate), .. OtherRuns(candidate)],
            LeftOut = leftOut,
            Assumptions = Assumptions(),
            ClusterNotUsed = job.Request.Pricing.ClusterNotUsed,
            Constants = Assumption.Union(
                [.. offers.Concat(front).Select(o => o.Ledger?.Constants ?? []), baseline?.Ledger?.Constants ?? [],
                    job.Request.StartUpSeconds is null ? StartUps(offers) : [],
                    offers.Count == 0 ? [] : SizingConstants.Choose(
                        offers.Any(o => o.Nodes.Count > 0), offers.Any(o => o.IsArm), offers.Any(o => o.Spot is not null))]),
            Runs = prepared.Runs,
            Considered = considered,
        };
    }

    /// <summary>At half and at twice the runs a week that were given; empty where none were.</summary>
    IEnumerable<SizingVariant> OtherRuns(PricedOption candidate)
    {
        if (job.Request.RunsPerWeek is not (> 0 and var week)) yield break;
        var permanent = PermanentCluster.Of(best, job.DeadlineMs);
        yield return PermanentCluster.At(SizingChange.HalfTheRuns, week / 2, candidate, permanent);
        yield return PermanentCluster.At(SizingChange.TwiceTheRuns, week * 2, candidate, permanent);
    }

    /// <summary>Of the platforms on offer: every time holds its platform's.</summary>
    static IEnumerable<Assumption> StartUps(IEnumerable<SizingCandidate> offers) => offers.Where(o => o.StartUpMs > 0)
        .Select(o => PlatformCatalog.Find(o.Platform)?.StartUp).OfType<Assumption>();

    SizingCandidate? Baseline(SizingCandidate today)
    {
        if (today.Usd is not null) return today;
        return TodayCandidate.LikeForLike(today, new Alternatives(job.Run, job.Shape, job.Region, job.Request.Pricing, []).OnDemandX86());
    }

    /// <summary>Of the heaviest runs, on the terms of the options. A start-up that is only assumed makes no run late.</summary>
    double TodayP90(SizingCandidate today) => (today.TimeMs!.P90 - today.StartUpMs) * job.LoadRatio
        + (today.StartUp == StartUpReading.Assumed ? 0 : today.StartUpMs);

    /// <summary>The job could run there as it is.</summary>
    bool CanRun(PricedOption p) => !job.Needs.Any(n => n.Keeps(p.Option.Platform));

    /// <summary>What must hold for the saving to be one, for the sentence of the advice.</summary>
    string Conditions(PricedOption candidate, SizingCandidate? baseline) =>
        string.Concat(ConditionsOf(candidate, baseline).Select(c => "; " + c));

    /// <summary>
    /// What Savings Plans and reservations pay for today and the option leaves unused, USD a run: it is paid all the same, so it is no
    /// saving. As for <c>report --commitments</c>, no other work is taken to use it.
    /// </summary>
    static decimal Stranded(PricedOption candidate, SizingCandidate? baseline) =>
        Math.Max(0, (baseline?.Ledger?.CommittedUsd ?? 0) - (candidate.Candidate.Ledger?.CommittedUsd ?? 0));

    IReadOnlyList<string> ConditionsOf(PricedOption candidate, SizingCandidate? baseline)
    {
        var conditions = job.Needs.Where(n => n.Blocks).Select(n => "it " + n.Words).ToList();
        if (job.Request.Pricing.Cluster is { } cluster && (cluster.Instances.Count > 0 || cluster.Groups.Count > 0)
            && ActualCluster.SharedBecause(cluster, job.Run) is not null)
            conditions.Add("the cluster outlives the run, so a saving counts only if it shrinks or ends");
        if (Stranded(candidate, baseline) is > 0 and var stranded)
            conditions.Add($"~{Quantity.Usd(stranded)} a run of today's EC2 time is covered by a Savings Plan or a reservation and would "
                + "be left unused: it is paid all the same and not counted as saved");
        return [.. conditions.Distinct()];
    }

    /// <summary>Spot outcomes against the best On-Demand, Graviton's break-even against the best x86.</summary>
    List<PricedOption> WithSpotAndArm()
    {
        var onDemand = best.Where(p =>
            !p.Option.IsSpot && p.Option.Platform == SizingPlatform.EmrOnEc2 && p.Candidate.TimeMs!.P90 <= job.DeadlineMs)
            .MinBy(p => p.Usd)?.Usd;
        return [.. best.Select(p =>
        {
            var c = p.Candidate;
            if (p.Case is { } spotCase)
                c = c with { Spot = SpotOutcomes.Simulate(
                    spotCase, onDemand, p.Option, job.Request.InterruptionsPerHour is null
                    ? job.Book.Interruption(job.Region, p.Option.Type!.Name)?.Band : null,
                    job.Book.Spot(job.Region, p.Option.Type!.Name, null)) };
            c = c with { Generation = generations.Of(p) };
            if (c.Architecture == "arm64" && Other(p) is { } x86) c = c with { BreakEvenSlowdownPct = BreakEven(p, x86) };
            return new PricedOption { Option = p.Option, Candidate = c, Runs = p.Runs, Case = p.Case };
        })];
    }

    PricedOption? Other(PricedOption arm) => best.FirstOrDefault(p => p.Option.Kind == arm.Option.Kind switch
    {
        OfferKind.OnDemandGraviton => OfferKind.OnDemandX86,
        OfferKind.SpotGraviton => OfferKind.SpotX86,
        OfferKind.ServerlessGraviton => OfferKind.ServerlessX86,
        _ => arm.Option.Kind,
    } && p.Candidate.Architecture == "x86_64");

    static double? BreakEven(PricedOption arm, PricedOption x86)
    {
        double ms = arm.Candidate.RunMs!.Value, all = ms + arm.Option.StartUpMs;
        var longest = (double)(x86.Usd / arm.Usd) * all - arm.Option.StartUpMs;
        return Math.Round((longest / ms - 1) * 100, 1);
    }

    /// <summary>Today first with rank 0, then by cost, those that miss the deadline last.</summary>
    List<SizingCandidate> Offers(IReadOnlyList<PricedOption> shown, SizingCandidate today, PricedOption? pick)
    {
        var ordered = shown.OrderBy(p => p.Candidate.TimeMs!.P90 > job.DeadlineMs).ThenBy(p => p.Usd).ThenBy(p => p.Candidate.Id).ToList();
        if (pick is not null && ordered.Remove(pick)) ordered.Insert(0, pick);
        return [today, .. ordered.Select((p, i) => p.Candidate with { Rank = i + 1, Why = Why(p, ReferenceEquals(p, pick)) })];
    }

    string Why(PricedOption p, bool isPick)
    {
        var kind = p.Option.Kind switch
        {
            OfferKind.OnDemandX86 => "cheapest On-Demand x86: no interruptions, no change of processor",
            OfferKind.OnDemandGraviton => "cheapest On-Demand Graviton",
            OfferKind.SpotX86 => "cheapest Spot x86",
            OfferKind.SpotGraviton => "cheapest Spot Graviton",
            OfferKind.ServerlessX86 or OfferKind.ServerlessGraviton => "no cluster to run; billed per worker",
            OfferKind.Eks => "on Kubernetes, with its own node group",
            _ => "no cluster to run; billed per DPU",
        };
        var late = p.Candidate.TimeMs!.P90 > job.DeadlineMs ? "misses the deadline; " : "";
        return isPick ? $"cheapest within the deadline; {kind}" : late + kind;
    }

    IReadOnlyList<SizingCandidate> Front(IReadOnlyList<SizingCandidate> offers)
    {
        var front = new List<SizingCandidate>();
        foreach (var c in onFront.Select(p =>
            offers.FirstOrDefault(o => o.Id == p.Candidate.Id) ?? p.Candidate with { Why = "cheapest at its time" })
            .Concat(offers.Where(o => o.Rank > 0)).DistinctBy(c => c.Id)
            .OrderBy(c => c.Usd!.P50).ThenBy(c => c.TimeMs!.P90).ThenBy(c => c.Id))
        {
            if (front.Count == 0 || c.TimeMs!.P90 < front[^1].TimeMs!.P90) front.Add(c);
        }
        return front;
    }

    /// <summary>Farthest from the line between the ends, in logarithms of cost and time.</summary>
    static SizingCandidate? Knee(IReadOnlyList<SizingCandidate> front)
    {
        if (front.Count < 3) return null;
        (double X, double Y) At(SizingCandidate c) => (Math.Log((double)c.Usd!.P50), Math.Log(c.TimeMs!.P90));
        var (a, b) = (At(front[0]), At(front[^1]));
        return front.Skip(1).SkipLast(1).MaxBy(c => (b.X - a.X) * (a.Y - At(c).Y) - (a.X - At(c).X) * (b.Y - a.Y));
    }

    List<string> Assumptions()
    {
        var list = new List<string>
        {
            "times run from submit to end: start-up is in them (assumed for each platform; --start-up changes it), and nothing on a "
                + "permanent cluster",
            generations.Words,
            job.Need.PeakHeapPerSlot is null
                ? FormattableString.Invariant(
                $"no executor reported its peak heap: a task slot keeps today's {job.Need.HeapPerSlot / (1 << 30):0.##} GiB")
                : string.Create(CultureInfo.InvariantCulture,
                $"a task slot gets {job.Need.LeastHeapPerSlot(job.SlotsPerExecutor) / (1 << 30):0.##} GiB of heap at least: the "
                + $"measured peak and {(SizingConstants.HeapRoom.Number - 1) * 100:0} %"),
            "the engine stays the same: EMR's faster Spark runtime is not counted"
                + (job.Request.EngineFactor is { } f ? FormattableString.Invariant($"; the factor given, {f:0.###}, is") : ""),
        };
        if (job.Request.Pricing.ClusterNotUsed is { } unused) list.Insert(0, unused);
        if (job.Plan.CacheFit is { NeedBytes: { } cached })
            list.Add($"options on which {CacheFit.Size(cached)} of cached data would fit less than in the run are left out");
        if (job.RegionGround == Ground.Assumed) list.Add($"region {job.Region} is assumed: the log names none (--region)");
        if (job.LoadRatio > 1)
            list.Add(FormattableString.Invariant($"P90 times are those of the run of P95, {job.LoadRatio:0.##} times the median run"));
        if (job.Shape.IsLocal) list.Add("the run was in local mode: driver and tasks shared one JVM");
        return list;
    }
}
