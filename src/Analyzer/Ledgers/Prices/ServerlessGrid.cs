namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>A worker of EMR Serverless as AWS sizes it.</summary>
/// <remarks><c>MemoryGb</c>: GB = GiB of the container, heap and overhead together.</remarks>
public readonly record struct ServerlessWorker(int Vcpu, int MemoryGb)
{
    public override string ToString() => FormattableString.Invariant($"{Vcpu} vCPU, {MemoryGb} GB");
}

/// <summary>One row of the legal worker sizes.</summary>
/// <remarks><c>MemoryGb</c>: Legal sizes, ascending.</remarks>
public sealed record ServerlessGridRow(
    int Vcpu, IReadOnlyList<int> MemoryGb, int DiskFreeGb, int DiskMinGb, int DiskMaxGb, int ShuffleDiskMaxGb);

/// <summary>The worker sizes that EMR Serverless has.</summary>
public sealed class ServerlessGrid(IReadOnlyList<ServerlessGridRow> rows)
{
    /// <summary>Ascending vCPU.</summary>
    public IReadOnlyList<ServerlessGridRow> Rows { get; } = rows;

    /// <summary>
    /// The legal worker that holds the container; null when the vCPU count is off the grid or its row ends below the container.
    /// </summary>
    /// <remarks><c>containerMib</c>: Whole MiB: a floating-point GB would turn 11 GB into 12.</remarks>
    public ServerlessWorker? Fit(int vcpu, long containerMib)
    {
        var row = Rows.FirstOrDefault(r => r.Vcpu == vcpu);
        return row is null ? null : Smallest(row, containerMib);
    }

    /// <summary>The smallest legal worker with at least that many vCPUs and that much memory; null when there is none.</summary>
    public ServerlessWorker? NextLegal(int vcpu, long containerMib) =>
        Rows.Where(r => r.Vcpu >= vcpu).Select(r => Smallest(r, containerMib)).FirstOrDefault(w => w is not null);

    static ServerlessWorker? Smallest(ServerlessGridRow row, long containerMib)
    {
        foreach (var gb in row.MemoryGb)
        {
            if (gb * 1024L >= containerMib) return new ServerlessWorker(row.Vcpu, gb);
        }
        return null;
    }
}
