using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.EmrServerless;
using Rightsizer.Analyzer.Platforms.Glue;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>
/// What clusters and job runs that the AWS CLI described cost at list prices, as lines of a bill: each node hour by hour.
/// </summary>
/// <param name="files">From describe-cluster, list-instances and get-job-run.</param>
/// <param name="pricing">Price list, region and discounts.</param>
/// <param name="runningUntilMs">End of what still runs, in epoch milliseconds.</param>
sealed class ClusterBill(IReadOnlyList<ClusterFile> files, PriceContext pricing, long runningUntilMs) : IBill
{
    const long HourMs = 3_600_000;

    /// <summary>Hours of a year: a node with a longer life, or a wrong date, is one line.</summary>
    const int MaxHours = 366 * 24;

    /// <summary>Names of clusters, or job runs, of which something has no price: they are left out.</summary>
    public List<string> Unpriced { get; } = [];

    public BillFiles Read(Action<BillLine> take)
    {
        long lines = 0;
        foreach (var file in files)
        {
            foreach (var line in file.Id is not null ? Cluster(file) : JobRun(file))
            {
                lines++;
                take(line);
            }
        }
        return new BillFiles("cluster files", files.Count, lines, 0);
    }

    IEnumerable<BillLine> Cluster(ClusterFile c)
    {
        var lines = new List<BillLine>();
        foreach (var (node, from, until) in Nodes(c))
        {
            var ledger = new LedgerBuilder(RegionOf(c), pricing.Discounts);
            EmrOnEc2Billing.Add(ledger, pricing.Book, c.ReleaseLabel, [node]);
            var priced = ledger.Build(LedgerKind.GivenCluster, "node", until - from);
            if (priced.TotalUsd is null)
            {
                Unpriced.Add(c.Id!);
                return [];
            }
            foreach (var service in priced.Lines.GroupBy(l => l.Service))
                lines.AddRange(ByHour(service.Key, service.Sum(l => l.AmountUsd!.Value), from, until, c.Id!));
        }
        return lines;
    }

    static IEnumerable<BillLine> ByHour(CostService service, decimal usd, long from, long until, string cluster)
    {
        var left = usd;
        var hours = (until - 1) / HourMs - from / HourMs + 1;
        for (var at = from; at < until;)
        {
            var end = hours > MaxHours ? until : Math.Min(until, (at / HourMs + 1) * HourMs);
            var part = end == until ? left : Math.Round(usd * (end - at) / (until - from), 12, MidpointRounding.ToZero);
            left -= part;
            yield return new BillLine
            {
                Charge = BillCharge.Usage,
                Service = service,
                Product = "",
                UsageType = "",
                CashUsd = part,
                ChargedUsd = part,
                ClusterId = cluster,
                FromMs = hours > MaxHours ? from : at / HourMs * HourMs,
                UntilMs = hours > MaxHours ? until : (at / HourMs + 1) * HourMs,
                Quantity = (decimal)(end - at) / HourMs,
            };
            at = end;
        }
    }

    IEnumerable<(NodeUse Node, long FromMs, long UntilMs)> Nodes(ClusterFile c)
    {
        foreach (var i in c.Instances)
        {
            var group = c.Groups.FirstOrDefault(g => g.Id is not null && g.Id == i.GroupId);
            if ((i.CreatedMs ?? c.CreatedMs) is not { } from) continue;
            yield return Node(c, group, i.InstanceType, 1, i.IsSpot, i.InterruptedByEc2, from, i.EndedMs ?? c.EndedMs ?? runningUntilMs);
        }
        if (c.Instances.Count > 0 || c.CreatedMs is not { } created) yield break;
        foreach (var g in c.Groups.Where(g => g.InstanceType is not null && g.Count > 0))
            yield return Node(c, g, g.InstanceType!, g.Count, g.IsSpot, false, created, c.EndedMs ?? runningUntilMs);
    }

    static (NodeUse, long, long) Node(
        ClusterFile c, ClusterGroup? group, string type, int count, bool spot, bool interrupted, long from, long until)
    {
        until = Math.Max(until, from + 1000);
        return (new NodeUse
        {
            Role = group?.Role ?? "node",
            InstanceType = type,
            Count = count,
            Seconds = (until - from) / 1000m,
            Purchase = spot ? Purchase.Spot : Purchase.OnDemand,
            Zone = c.SpotZone,
            InterruptedByEc2 = interrupted,
            RootVolume = ActualCluster.RootOf(c),
            Volumes = group?.Volumes.GetValueOrDefault(type),
        }, from, until);
    }

    IEnumerable<BillLine> JobRun(ClusterFile file)
    {
        var ledger = new LedgerBuilder(RegionOf(file), pricing.Discounts);
        if (file.ServerlessBill is { } b)
        {
            var (arch, ground) = (pricing with { Cluster = file }).ServerlessArchitecture(null);
            EmrServerlessBilling.AddBilled(ledger, pricing.Book, arch, ground, b.VcpuHours, b.MemoryGbHours, b.StorageGbHours);
        }
        else if (file.GlueRuns is [var g, ..])
        {
            GlueBilling.Add(ledger, pricing.Book, new GlueUse
            {
                WorkerType = g.WorkerType,
                Workers = g.Workers,
                Seconds = g.Seconds,
                DpuSeconds = g.DpuSeconds,
                Flex = g.Flex,
                GlueVersion = g.GlueVersion,
                Ground = Ground.Billed,
            });
        }
        var priced = ledger.Build(LedgerKind.Billed, "job run", 0);
        if (priced.TotalUsd is null && priced.Lines.Count > 0) Unpriced.Add(file.JobRunId ?? "");
        if (priced.TotalUsd is null || file.JobRunId is not { } id) return [];
        return priced.Lines.Select(l => new BillLine
        {
            Charge = BillCharge.Usage,
            Service = l.Service,
            Product = "",
            UsageType = "",
            CashUsd = l.AmountUsd!.Value,
            ChargedUsd = l.AmountUsd!.Value,
            ResourceId = id,
        });
    }

    string RegionOf(ClusterFile file) => pricing.Region ?? file.Region ?? RunRegion.Default;
}
