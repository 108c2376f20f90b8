using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>An offer that passed the limits, as legal workers and the most of everything at a time.</summary>
sealed record ServerlessPlan
{
    public required FileRequest Request { get; init; }
    public required ServerlessWorker Executor { get; init; }
    public required ServerlessWorker Driver { get; init; }

    /// <summary>Disk of an executor's worker, of the driver's.</summary>
    public required int ExecutorDiskGb { get; init; }
    public required int DriverDiskGb { get; init; }

    /// <summary>spark.* settings, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Spark { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }

    public string Name => Request.SafeName();
    public string Architecture => Request.Cluster.IsArm ? "ARM64" : "X86_64";
    public string MaxCpu => FormattableString.Invariant($"{(Executors * Executor.Vcpu) + Driver.Vcpu} vCPU");
    public string MaxMemory => FormattableString.Invariant($"{(Executors * Executor.MemoryGb) + Driver.MemoryGb} GB");
    public string MaxDisk => FormattableString.Invariant($"{(Executors * ExecutorDiskGb) + DriverDiskGb} GB");

    int Executors => Request.Cluster.Executor!.Count;

    /// <summary>
    /// Of a cluster without a problem. Its executor is a legal worker as it is; a driver that is none was priced as the next larger one,
    /// and is written so.
    /// </summary>
    public static ServerlessPlan Build(FileRequest request)
    {
        var (cluster, grid) = (request.Cluster, request.Book.ServerlessGrid);
        var x = cluster.Executor!;
        var (cores, mib) = EmrServerlessLimits.DriverOf(cluster);
        var driver = grid.NextLegal(cores, mib)!.Value;
        var disk = x.DiskGb ?? EmrServerlessLimits.RowOf(grid, x.Cores).DiskFreeGb;
        var driverDisk = cluster.Driver?.DiskGb ?? EmrServerlessLimits.RowOf(grid, driver.Vcpu).DiskFreeGb;
        return new ServerlessPlan
        {
            Request = request,
            Executor = grid.Fit(x.Cores, x.ContainerMib)!.Value,
            Driver = driver,
            ExecutorDiskGb = disk,
            DriverDiskGb = driverDisk,
            Spark = OfferSettings.Build(cluster with { Driver = cluster.Driver is { } d ? d with { Cores = driver.Vcpu } : null },
                request.Settings,
                x.DiskGb is null ? [] :
                [
                    new("spark.emr-serverless.driver.disk", OfferSettings.Text(driverDisk) + "G"),
                    new("spark.emr-serverless.executor.disk", OfferSettings.Text(disk) + "G"),
                ]),
            Notes = driver.Vcpu == cores ? [] : [FormattableString.Invariant(
                $"the driver asks for {cores} vCPUs and {mib} MiB; its worker is {driver}, the next legal one")],
        };
    }
}
