using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>
/// An EMR cluster that lives for one application: everything about it is assumed, and start-up and primary are lines of their own.
/// </summary>
static class TransientCluster
{
    /// <summary>The usual primary.</summary>
    public static string PrimaryOf(string arch) => arch == "arm64" ? "m6g.xlarge" : "m5.xlarge";

    /// <summary>
    /// Core nodes that a Spot cluster keeps On-Demand for HDFS: one of its workers where that is as small as a primary, else one more of
    /// the primary's type.
    /// </summary>
    public static (InstanceType Core, int Tasks) SpotSplit(PriceBook book, InstanceType type, int nodes) =>
        type.Name == PrimaryOf(type.Arch) ? (type, nodes - 1) : (book.Type(PrimaryOf(type.Arch)) ?? type, nodes);

    /// <summary>Workers of one type; with Spot the primary and one core node, which holds HDFS, stay On-Demand.</summary>
    public static void Add(LedgerBuilder ledger, PriceBook book, string? release, string primary, InstanceType type, int nodes,
        decimal seconds, Purchase purchase, Ground ground = Ground.Assumed, bool startUp = true, decimal? startUpSeconds = null)
    {
        var (core, cores, tasks) = (type, nodes, 0);
        if (purchase == Purchase.Spot)
        {
            (core, tasks) = SpotSplit(book, type, nodes);
            cores = 1;
        }
        List<NodeUse> uses =
        [
            Node("primary", primary, 1, Purchase.OnDemand),
            Node("core", core.Name, cores, Purchase.OnDemand),
            Node("task", type.Name, tasks, Purchase.Spot),
        ];
        AddNodes(ledger, book, release, uses, seconds, startUp, startUpSeconds);

        NodeUse Node(string role, string type, int count, Purchase purchase) =>
            new() { Role = role, InstanceType = type, Count = count, Seconds = 0, Purchase = purchase, Ground = ground };
    }

    /// <summary>Nodes that start for the run and end with it; without their start where they stood before it.</summary>
    public static void AddNodes(LedgerBuilder ledger, PriceBook book, string? release, IReadOnlyList<NodeUse> uses, decimal seconds,
        bool startUp = true, decimal? startUpSeconds = null)
    {
        var start = !startUp ? 0 : startUpSeconds ?? EmrOnEc2Platform.StartUp.Value;
        // start-up and run together are one life: rounding up the run once and adding whole start-up seconds bills just that
        // the minute's minimum is of both together
        var run = startUp ? Math.Max(seconds, BillingMath.BilledSeconds(0) - start) : seconds;
        EmrOnEc2Billing.Add(ledger, book, release, uses.Select(n => n with { Seconds = run, IsPartOfLife = true }));
        if (start == EmrOnEc2Platform.StartUp.Value) ledger.Assume(EmrOnEc2Platform.StartUp);
        ledger.StartUpSeconds = start;
        if (start > 0)
            EmrOnEc2Billing.Add(ledger, book, release,
                uses.Select(n =>
                n with
                {
                    Purpose = LinePurpose.StartUp,
                    Seconds = start,
                    IsPartOfLife = true,
                    Ground = Ground.Assumed
                }));
        if (release is null) ledger.Note("EMR 6.15 or newer is assumed: a gp3 root volume of 15 GiB");
    }
}
