using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>The primary of a cluster. In client mode the driver runs on it, and has to fit.</summary>
/// <param name="Type">Instance type.</param>
/// <param name="Note">What is to be said of it; null where it is the usual one and holds the driver.</param>
sealed record PrimaryNode(string Type, string? Note)
{
    /// <summary>
    /// Behind a run that was seen: the type whose YARN settings the log has in client mode, else the usual one, else the workers' type,
    /// else the cheapest that holds the driver.
    /// </summary>
    public static PrimaryNode OfRun(ApplicationRun run, RunShape shape, string region, PriceBook book, InstanceType worker)
    {
        var driver = EmrOnEc2Platform.OnPrimaryMib(shape);
        if (driver == 0) return new(TransientCluster.PrimaryOf(worker.Arch), null);
        if (NodeInference.OfDriver(run, shape, region, book, driver) is { } named)
        {
            return new(named.Name, FormattableString.Invariant($"the primary {named.Name} is inferred: the driver ran on it, and the ")
                + "log has yarn.nodemanager.resource.memory-mb and cpu-vcores of the driver's node");
        }
        return Fits(book, TransientCluster.PrimaryOf(worker.Arch), driver) || !Fits(book, worker.Name, driver)
            ? Cheapest(book, region, worker.Arch, driver)
            : new(worker.Name, TooLarge(book, worker.Arch, driver) + $": a primary {worker.Name}, as the workers, is assumed");
    }

    /// <summary>The cheapest that holds the driver; the usual one where none does.</summary>
    /// <param name="book">Has the types.</param>
    /// <param name="region">Of the prices.</param>
    /// <param name="arch">x86_64 or arm64.</param>
    /// <param name="driverMib">0 where the driver runs elsewhere.</param>
    public static PrimaryNode Cheapest(PriceBook book, string region, string arch, long driverMib)
    {
        var usual = TransientCluster.PrimaryOf(arch);
        return Holding(book, arch, driverMib, type => book.Ec2OnDemandUsd(region, type)) is not { } type
            ? new(usual, TooLarge(book, arch, driverMib) + ", nor any larger one: this price is too low")
            : new(type, type == usual ? null : TooLarge(book, arch, driverMib) + $": a primary {type} is assumed");
    }

    /// <summary>The usual primary, else the cheapest larger one that holds the driver; null where none does.</summary>
    /// <param name="book">Has the types.</param>
    /// <param name="arch">x86_64 or arm64.</param>
    /// <param name="driverMib">0 where the driver runs elsewhere.</param>
    /// <param name="usdPerHour">Of a type; null without a price.</param>
    public static string? Holding(PriceBook book, string arch, long driverMib, Func<string, decimal?> usdPerHour)
    {
        var usual = TransientCluster.PrimaryOf(arch);
        if (Fits(book, usual, driverMib)) return usual;
        string[] families = arch == "arm64" ? ["m6g", "r6g"] : ["m5", "r5"];
        return book.TypesOf(families).Where(t => t.Vcpu >= 4 && Fits(book, t.Name, driverMib) && usdPerHour(t.Name) is not null)
            .OrderBy(t => usdPerHour(t.Name)).ThenBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault()?.Name;
    }

    static bool Fits(PriceBook book, string type, long driverMib) => book.YarnMemoryOf(type)?.Mib >= driverMib;

    static string TooLarge(PriceBook book, string arch, long driverMib) =>
        FormattableString.Invariant($"the driver's {driverMib} MiB do not fit the usual primary {TransientCluster.PrimaryOf(arch)} (")
        + FormattableString.Invariant($"{book.YarnMemoryOf(TransientCluster.PrimaryOf(arch))?.Mib} MiB)");
}
