using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>From a bill and the runs to both side by side.</summary>
sealed class BillAnalyzer
{
    const int Listed = 1000;

    readonly IReadOnlyList<CostedRun> runs;
    readonly BillJoin join;
    readonly BillShares shares;
    readonly BillFiles files;
    readonly bool isInvoice;

    /// <param name="runs">All runs that are known, of all days.</param>
    /// <param name="bill">Read once.</param>
    /// <param name="given">What cluster files say.</param>
    public BillAnalyzer(IReadOnlyList<CostedRun> runs, IBill bill, GivenClusters given)
    {
        this.runs = runs;
        isInvoice = bill is not ClusterBill;
        join = new BillJoin(runs, given.OfResource);
        files = bill.Read(join.Take);
        shares = new BillShares(runs, join, given);
        shares.ShareOut();
        Charged = [.. runs.Select((r, i) => !IsWhole(i) ? r : r.Billed(join.Runs[i].TotalUsd, GroundOf(join.Runs[i].By)) with
        {
            CommittedRatio = join.Runs[i].CommittedRatio,
            StorageUsd = BillingMath.Round6(join.Runs[i].Usd.GetValueOrDefault(CostService.Ebs)),
        })];
    }

    /// <summary>The runs in their order, at what they were billed where the bill holds all of it.</summary>
    public IReadOnlyList<CostedRun> Charged { get; }

    /// <summary>What clusters of the bill idled, day by day, as items of nobody.</summary>
    public IEnumerable<CostedRun> Idle => shares.IdleByDay.Select(d => SharedClusters.IdleOf(
        d.Key, BillingMath.Round6(d.Value), RunPlatform.EmrOnEc2, Ground.Derived));

    /// <summary>A line of the run's own is its bill; a share of a shared one is worked out. Nodes of a cluster file are measured.</summary>
    Ground GroundOf(BillMatch by) => by switch
    {
        BillMatch.JobRun => Ground.Billed,
        BillMatch.Cluster => isInvoice ? Ground.Billed : Ground.Measured,
        _ => Ground.Derived,
    };

    bool IsWhole(int run)
    {
        var charge = join.Runs[run];
        CostService[] needed = runs[run].Platform switch
        {
            RunPlatform.EmrOnEc2 => [CostService.Ec2, CostService.EmrFee],
            RunPlatform.EmrServerless => [CostService.EmrServerless],
            RunPlatform.Glue => [CostService.Glue],
            // the log does not show its platform, but a line of a service without clusters names the job run
            RunPlatform.Unknown or RunPlatform.Local or RunPlatform.Standalone when charge.By == BillMatch.JobRun =>
                [.. charge.Usd.Keys.Where(s => s is CostService.EmrServerless or CostService.Glue)],
            _ => [],
        };
        return needed.Length > 0 && !charge.HasUnknownCost && needed.All(charge.Usd.ContainsKey)
            && (!isInvoice || needed.All(s => ReachesOver(s, runs[run])));
    }

    bool ReachesOver(CostService service, CostedRun run) =>
        join.Times.TryGetValue(service, out var time) && time.FromMs <= run.StartMs && time.UntilMs >= SharedClusters.End(run);

    public FleetBill Report(Func<DateOnly, bool> isNow)
    {
        var now = Enumerable.Range(0, runs.Count).Where(i => join.Runs[i].Usd.Count > 0 && isNow(runs[i].Day)).ToList();
        var compared = now.Where(i => IsWhole(i) && runs[i].Usd is not null).ToList();
        var (billed, estimated) = (compared.Sum(i => join.Runs[i].TotalUsd), compared.Sum(i => runs[i].Usd!.Value));
        var nobodys = join.Nobodys.OrderByDescending(n => Math.Abs(n.Usd)).ThenBy(n => n.Service, StringComparer.Ordinal)
            .ThenBy(n => n.UsageType, StringComparer.Ordinal).ThenBy(n => n.Place, StringComparer.Ordinal).ToList();
        return new FleetBill
        {
            Format = files.Format,
            Files = files.Files,
            Lines = files.Lines,
            DamagedLines = files.DamagedLines,
            FromMs = join.FromMs,
            UntilMs = join.UntilMs,
            TotalUsd = join.TotalUsd,
            Parts = Parts(now, nobodys, isNow),
            ComparedRuns = compared.Count,
            BilledUsd = billed,
            EstimatedUsd = estimated,
            Correction = Correction(compared, billed, estimated),
            ByService = ByService(compared, nobodys),
            Runs = [.. now.Select(i => new BillRun(runs[i].Run!.Key.Uri, runs[i].Job, EnumWord.CamelCase(join.Runs[i].By),
                join.Runs[i].TotalUsd, runs[i].Usd, IsWhole(i)))
                .OrderByDescending(r => r.BilledUsd).ThenBy(r => r.Uri, StringComparer.Ordinal)],
            Clusters = shares.Clusters,
            Unmatched = WithRest(nobodys),
            Notes = [.. Notes(now, compared)],
        };
    }

    /// <summary>Of cluster files: who is charged.</summary>
    public FleetClusterCosts Costs(Func<DateOnly, bool> isNow, IReadOnlyList<string> unpriced) => new()
    {
        TotalUsd = join.TotalUsd,
        Parts = Parts([.. Enumerable.Range(0, runs.Count).Where(i => isNow(runs[i].Day))], [.. join.Nobodys], isNow),
        Clusters = shares.Clusters,
        Notes =
        [
            .. unpriced.Select(u => $"{u}: something of it has no price; it is left out."),
            .. shares.Clusters.Where(c => c.Runs == 0).Select(c => $"{c.Id}: no run of it is known; its cost is in no total."),
        ],
    };

    /// <exception cref="InvalidOperationException">A dollar was lost: a mistake of ours.</exception>
    IReadOnlyList<BillPart> Parts(List<int> now, List<BillUnmatched> nobodys, Func<DateOnly, bool> isNow)
    {
        var idle = shares.IdleByDay.Where(d => isNow(d.Key)).Sum(d => d.Value);
        var inside = now.ToHashSet();
        var parts = new Dictionary<string, (decimal Usd, long Lines)>(join.Parts, StringComparer.Ordinal)
        {
            [BillParts.Runs] = Of(now),
            [BillParts.OtherDays] = Of(Enumerable.Range(0, runs.Count).Where(i => !inside.Contains(i))),
            [BillParts.ClusterIdle] = (idle, 0),
            [BillParts.OtherDaysIdle] = (shares.Clusters.Sum(c => c.IdleUsd) - idle, 0),
            [BillParts.Unmatched] = Sum(nobodys.Where(n => n.Reason != BillReasons.NotSpark)),
            [BillParts.OtherServices] = Sum(nobodys.Where(n => n.Reason == BillReasons.NotSpark)),
        };
        if (parts.Values.Sum(p => p.Usd) != join.TotalUsd)
            throw new InvalidOperationException("the parts of the bill do not sum to its total");
        return [.. BillParts.Order.Where(k => parts.TryGetValue(k, out var p) && (p.Usd != 0 || p.Lines > 0))
            .Select(k => new BillPart(k, parts[k].Usd, parts[k].Lines))];

        (decimal, long) Of(IEnumerable<int> some) => some.Aggregate((0m, 0L),
            (s, i) => (s.Item1 + join.Runs[i].TotalUsd, s.Item2 + join.Runs[i].Lines));
        static (decimal, long) Sum(IEnumerable<BillUnmatched> rows) => rows.Aggregate((0m, 0L),
            (s, r) => (s.Item1 + r.Usd, s.Item2 + r.Lines));
    }

    BillCorrection? Correction(List<int> compared, decimal billed, decimal estimated)
    {
        if (estimated <= 0) return null;
        var ratios = compared.Where(i => runs[i].Usd > 0).Select(i => join.Runs[i].TotalUsd / runs[i].Usd!.Value).Order().ToList();
        var cut = ratios.Count >= 10 ? ratios.Count / 10 : 0;
        return new BillCorrection(Ratio(billed / estimated), Ratio(ratios[cut]), Ratio(ratios[^(cut + 1)]), ratios.Count);

        static decimal Ratio(decimal value) => Math.Round(value, 4, MidpointRounding.AwayFromZero);
    }

    IReadOnlyList<BillServiceRow> ByService(List<int> compared, List<BillUnmatched> nobodys)
    {
        var split = compared.All(i => !runs[i].IsBilled && runs[i].Run!.Cost?.Services is not null);
        var rows = new List<BillServiceRow>();
        foreach (var service in BillServices.All)
        {
            var word = BillServices.Word(service);
            var billed = compared.Sum(i => join.Runs[i].Usd.GetValueOrDefault(service));
            var estimated = split ? compared.Sum(i => runs[i].Run!.Cost!.Services!.Where(s => s.Service == word).Sum(s => s.Usd)) : 0;
            var unmatched = nobodys.Where(n => n.Service == word && n.Reason != BillReasons.NotSpark).Sum(n => n.Usd);
            if (billed != 0 || estimated != 0 || unmatched != 0)
                rows.Add(new BillServiceRow(word, billed, split ? estimated : null, unmatched));
        }
        return rows;
    }

    static IReadOnlyList<BillUnmatched> WithRest(List<BillUnmatched> rows) => rows.Count <= Listed ? rows
        : [.. rows.Take(Listed), new BillUnmatched("", "", null, BillReasons.Rest, rows.Skip(Listed).Sum(r => r.Usd),
            rows.Skip(Listed).Sum(r => r.Lines))];

    IEnumerable<string> Notes(List<int> now, List<int> compared)
    {
        if (files.DamagedLines > 0)
            yield return $"{Quantity.Plural(files.DamagedLines, "line")} of the bill could not be read and add to no sum, so its true "
                + "total differs. Runs, clusters and applications that they name keep their estimate.";
        if (join.SplitLines > 0)
            yield return $"{Quantity.Plural(join.SplitLines, "line")} of split cost allocation (pods of EKS, tasks of ECS) have no cost of "
                + "their own: they say which part of an instance's cost is whose. Pods of known runs are charged their part, and the rest "
                + "stays with the instances.";
        if (join.SplitLinesWithoutInstance > 0)
            yield return $"{Quantity.Plural(join.SplitLinesWithoutInstance, "line")} of split cost allocation name instances that are not "
                + "billed in these files, or are an EMR cluster's: no run is charged for them.";
        if (join.LinesOfUnknownCost > 0)
            yield return $"{Quantity.Plural(join.LinesOfUnknownCost, "line")} of use that a Savings Plan or a reservation covers have no "
                + "effective cost, so runs with such lines keep their estimate. Export the columns reservation_effective_cost and "
                + "savings_plan_savings_plan_effective_cost (FOCUS: EffectiveCost).";
        var partly = now.Count(i => !IsWhole(i));
        if (partly > 0)
            yield return $"{Quantity.Plural(partly, "run")} with only a part in the bill: a service, some of the time, the cost of "
                + "covered use or a line that can be read is missing. The estimate stays.";
        if (shares.Clusters.Any(c => c.Runs == 0))
            yield return "Clusters without a run: their logs are not among the sources, or it is not known which of several clusters "
                + "they ran on. Keep logs under a path with the cluster's id (j-...).";
        if (join.Nobodys.Any(n => n.Reason == BillReasons.NoCluster))
            yield return "Lines of instances and volumes without a cluster: activate aws:elasticmapreduce:job-flow-id as a cost allocation "
                + "tag, and export resource ids.";
        if (compared.Any(i => join.Runs[i].By is BillMatch.ApplicationShare))
            yield return "Lines of a whole EMR Serverless application were shared out by core time: turn on job-level cost allocation to "
                + "have them by job run.";
    }

    /// <summary>A bill of one side alone looks like a change.</summary>
    public static IEnumerable<string> ChangeNotes(IReadOnlyList<CostedRun> now, IReadOnlyList<CostedRun> before)
    {
        if (now.Any(r => r.IsBilled) != before.Any(r => r.IsBilled) && before.Any(r => r.Run is not null))
            yield return "Of the two periods that are compared the bill holds only one: the change includes the difference between bill "
                + "and estimate.";
    }
}
