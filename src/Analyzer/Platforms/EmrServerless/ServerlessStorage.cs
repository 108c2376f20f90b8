using System.Globalization;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>
/// Serverless storage of EMR Serverless: shuffle, spill and cached blocks are kept by the service, without a charge. What it does to the
/// time is not known, so no option is priced with it. EMR Serverless guide, "Using serverless storage", for releases from 7.12 on.
/// </summary>
static class ServerlessStorage
{
    public const string Setting = "spark.aws.serverlessStorage.enabled";

    /// <summary>Intermediate data that a job run may write and read; from emr-7.14 on more in some regions.</summary>
    public const int MostGb = 200;

    static readonly EmrRelease First = new(7, 12);

    /// <summary>Of a worker, the driver's too.</summary>
    const int LeastVcpu = 4;

    /// <summary>Null when the job may use it on that option, else why not.</summary>
    /// <param name="writtenAndReadBytes">Shuffle and spill, written and read.</param>
    /// <param name="executorVcpu">Of an executor.</param>
    /// <param name="driverVcpu">Of the driver.</param>
    public static string? Problem(double writtenAndReadBytes, int executorVcpu, int driverVcpu)
    {
        if (Math.Min(executorVcpu, driverVcpu) is var vcpu and < LeastVcpu)
            return $"it is not for workers of 1 or 2 vCPUs, and one here has {Quantity.Count(vcpu)}";
        return writtenAndReadBytes > MostGb * 1e9
            ? string.Create(CultureInfo.InvariantCulture,
                $"it holds {MostGb} GB a job run, and this one writes and reads {writtenAndReadBytes / 1e9:#,0} GB of shuffle and "
                    + $"spill")
            : null;
    }

    public static string NoteOf(IJobToPlace job, Option option)
    {
        var driver = job.Book.ServerlessGrid.NextLegal(job.Shape.DriverCores, EmrServerlessPlatform.Instance.DriverMib(job.Shape));
        if (Problem(job.ShuffleAndSpillBytes, option.Executor.Cores, driver?.Vcpu ?? 0) is { } why)
            return $"serverless storage (EMR 7.12 or later) is not for this option: {why}";
        var charged = Math.Max(0, (option.Executor.DiskGb ?? 0) - EmrServerlessPlatform.FreeDisk.Whole);
        return Words(job.Release, charged, charged * job.Book.Serverless(job.Region, option.Architecture).StorageGbHour.Usd);
    }

    /// <summary>What it would do, and what of that is priced: nothing.</summary>
    /// <param name="release">The job's EMR release; null where it is not known.</param>
    /// <param name="chargedGb">Disk of a worker above the free part.</param>
    /// <param name="diskUsdPerHour">What that disk costs a worker-hour; null without a price.</param>
    internal static string Words(string? release, int chargedGb, decimal? diskUsdPerHour)
    {
        var old = EmrRelease.Parse(release) is { } r && r.CompareTo(First) < 0 ? $", the job ran on {release}" : "";
        var disk = chargedGb == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"the charge for {chargedGb} GB of disk a worker goes ({Quantity.Usd(diskUsdPerHour, Ground.Derived)} a worker-hour, the "
            + $"storage line of this option) and ");
        return $"with serverless storage ({Setting}=true, EMR {First.Major}.{First.Minor} or later{old}, some regions, not for streams) "
            + $"{disk}workers can go as soon as they are idle: not priced here, since what it does to the time is not known (AWS measured "
            + "27 % less cost on TPC-DS 3 TB)";
    }
}
