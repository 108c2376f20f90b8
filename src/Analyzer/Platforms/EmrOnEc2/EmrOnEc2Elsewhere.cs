using System.Globalization;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>The executors of a run on the cheapest transient cluster that holds them.</summary>
static class EmrOnEc2Elsewhere
{
    public static IReadOnlyList<Ledger> All(IMovedRun run)
    {
        var x86 = OnDemandX86(run);
        return [.. new[] { x86, Price(run, "x86_64", Purchase.Spot, "EMR on EC2 Spot (x86)", null),
            Price(run, "arm64", Purchase.OnDemand, "EMR on EC2 On-Demand (Graviton)", x86) }.OfType<Ledger>()];
    }

    /// <summary>Null where no node type holds the executors.</summary>
    public static Ledger? OnDemandX86(IMovedRun run) => Price(run, "x86_64", Purchase.OnDemand, "EMR on EC2 On-Demand (x86)", null);

    static Ledger? Price(IMovedRun run, string arch, Purchase purchase, string name, Ledger? x86)
    {
        var (shape, book, region) = (run.Shape, run.Book, run.Region);
        var container = EmrOnEc2Platform.Instance.ExecutorMib(shape);
        var spot = purchase == Purchase.Spot ? " and has a Spot price" : "";
        if (NodeChoice.ForYarn(run, arch, container, EmrOnEc2Platform.MasterMib(shape), purchase) is not { } choice)
            return Without(string.Create(CultureInfo.InvariantCulture,
                $"no instance type of the price list in {region} holds an executor of "
                    + $"{Quantity.Plural(shape.ExecutorCores, "core")} and {container} "
                + $"MiB{spot}"));
        // a single node as small as the primary is the core node itself: nothing is left for Spot
        var nodes = choice.Nodes;
        if (purchase == Purchase.Spot && TransientCluster.SpotSplit(book, choice.Type, nodes).Tasks == 0) nodes++;
        var occupancy = choice.OccupancyOf(shape);
        var there = run.On(Machine.On(choice.Type, occupancy));
        var ledger = run.NewLedger();
        var primary = PrimaryNode.Cheapest(book, region, arch, EmrOnEc2Platform.OnPrimaryMib(shape));
        TransientCluster.Add(ledger, book, run.Release, primary.Type, choice.Type, nodes, there.Seconds, purchase, run.Ground);
        ledger.Assume(EmrOnEc2Platform.Instance.OverheadUsed(shape));
        ledger.Note(run.TimeNote(there));
        ledger.Note(string.Create(CultureInfo.InvariantCulture,
            $"{Quantity.Plural(choice.ExecutorsPerNode, "executor")} of {Quantity.Plural(shape.ExecutorCores, "core")} and {container} MiB "
                + $"fit {choice.Type.Name} "
                + $"({book.YarnMemoryOf(choice.Type.Name)?.Mib} MiB for YARN, {choice.Type.Vcpu} vCPUs); {shape.PeakExecutors} "
                + $"ran at most"));
        if (primary.Note is { } larger) ledger.Note(larger);
        var words = FormattableString.Invariant($"{nodes} x {choice.Type.Name}");
        if (purchase == Purchase.Spot)
        {
            var (core, tasks) = TransientCluster.SpotSplit(book, choice.Type, nodes);
            ledger.Note("primary and one core node stay On-Demand; what interruptions cost is not in this price");
            if (run.Interruptions(choice.Type, occupancy, tasks, nodes) is { } interruptions) ledger.Note(interruptions);
            if (book.Interruption(region, choice.Type.Name) is { } band)
                ledger.Note($"AWS took back {band.Band} of {choice.Type.Name} in a month ({band.Date})");
            words = FormattableString.Invariant($"{tasks} x {choice.Type.Name} Spot + core {core.Name}");
        }
        words = $"{words} + primary {primary.Type}";
        return arch == "arm64"
            ? run.FinishArm(ledger, LedgerKind.EmrOnDemandGraviton, name, words, there, x86, EmrOnEc2Platform.StartUp.Value)
            : run.Finish(ledger, purchase == Purchase.Spot ? LedgerKind.EmrSpotX86 : LedgerKind.EmrOnDemandX86, name, words, there);

        Ledger? Without(string why)
        {
            run.Without(name, why);
            return null;
        }
    }
}
