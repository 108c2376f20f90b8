using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>What EMR Serverless accepts as a worker.</summary>
public static class EmrServerlessLimits
{
    /// <summary>Null when AWS has such a worker, else why not and what would be legal.</summary>
    /// <param name="grid">AWS's sizes.</param>
    /// <param name="vcpu">Of the worker.</param>
    /// <param name="containerMib">Heap, overhead and all else.</param>
    /// <param name="diskGb">Of the worker.</param>
    /// <param name="shuffleOptimized">Such disks may be larger.</param>
    public static string? Problem(ServerlessGrid grid, int vcpu, long containerMib, int diskGb, bool shuffleOptimized)
    {
        var asked = FormattableString.Invariant($"{vcpu} vCPU, {containerMib} MiB");
        if (grid.Fit(vcpu, containerMib) is null)
            return grid.NextLegal(vcpu, containerMib) is { } next ? $"{asked} is no legal worker, the next is {next}"
                : $"{asked} is no legal worker and none is large enough";
        var row = grid.Rows.First(r => r.Vcpu == vcpu);
        var max = shuffleOptimized ? row.ShuffleDiskMaxGb : row.DiskMaxGb;
        return diskGb < row.DiskMinGb || diskGb > max
            ? FormattableString.Invariant($"{asked} with {diskGb} GB of disk is no legal worker, {row.DiskMinGb} to {max} GB are") : null;
    }

    /// <summary>Null when AWS has workers for the executors and the driver, else why not and what would be legal.</summary>
    internal static string? Problem(PriceBook book, OfferedCluster cluster)
    {
        if (cluster.ExecutorProblem() is { } whole) return whole;
        var (x, grid) = (cluster.Executor!, book.ServerlessGrid);
        if (grid.Fit(x.Cores, x.ContainerMib) is null) return NoWorker("executor", x.Cores, x.ContainerMib);
        var (cores, mib) = DriverOf(cluster);
        if (grid.NextLegal(cores, mib) is not { } driver) return NoWorker("driver", cores, mib);
        return NoDisk(x.DiskGb, x.Cores) ?? NoDisk(cluster.Driver?.DiskGb, driver.Vcpu);

        string? NoDisk(int? gb, int vcpu) => RowOf(grid, vcpu) is var row && gb is { } disk
            && (disk < row.DiskMinGb || disk > Math.Max(row.DiskMaxGb, row.ShuffleDiskMaxGb))
            ? FormattableString.Invariant($"a disk of {disk} GB; a worker has {row.DiskMinGb} to {row.ShuffleDiskMaxGb}") : null;

        string NoWorker(string what, int vcpu, long container) =>
            FormattableString.Invariant($"no EMR Serverless worker has {vcpu} vCPUs and {container} MiB for the {what}")
            + (grid.NextLegal(vcpu, container) is { } next ? $"; the next legal one is {next}" : "");
    }

    /// <summary>What the driver asks for: as an executor where nothing is known of it.</summary>
    internal static (int Vcpu, long ContainerMib) DriverOf(OfferedCluster cluster) =>
        cluster.Driver is { } d ? (d.Cores, d.ContainerMib) : (cluster.Executor!.Cores, cluster.Executor.ContainerMib);

    internal static ServerlessGridRow RowOf(ServerlessGrid grid, int vcpu) => grid.Rows.First(r => r.Vcpu == vcpu);
}
