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
}
