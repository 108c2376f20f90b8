namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>What an inferred node type rests on.</summary>
/// <param name="IsFromYarn">YARN's memory for the workers is in the log; else only the executors and their hosts are known.</param>
/// <param name="FittingTypes">Types that agree with it.</param>
/// <param name="NeedsGpus">Executors registered with GPUs.</param>
readonly record struct NodeEvidence(bool IsFromYarn, int FittingTypes, bool NeedsGpus)
{
    /// <summary>YARN's memory is no type's default: a type with as much memory and those vCPUs may have been set so.</summary>
    public bool IsTuned { get; init; }

    /// <summary>
    /// YARN's memory on the driver's node, where one host of executors held more: the cluster has nodes of several types. Null elsewhere.
    /// </summary>
    public int? SmallerNodeMib { get; init; }

    /// <summary>What the log names; null where <see cref="IsFromYarn"/> is false.</summary>
    public int? YarnMib { get; init; }

    /// <summary>What the log names; null where it does not.</summary>
    public int? YarnVcores { get; init; }

    /// <summary>For notes.</summary>
    public string Words => !IsFromYarn ? "the smallest cost that holds the executors on as many hosts"
            + (SmallerNodeMib is { } mib ? FormattableString.Invariant(
            $"; the cluster had nodes of several types, since YARN has {mib:N0} MiB on the driver's, but all are counted as the largest")
            : "")
        : $"{(YarnVcores is null ? "YARN's memory" : "yarn.nodemanager.resource.memory-mb and cpu-vcores")} of the log"
        + (IsTuned ? ", which is no type's default" : "")
        + (FittingTypes == 1 ? ""
        : FormattableString.Invariant($", the cheapest of {FittingTypes} types with {(IsTuned ? "as much memory" : "those")}"));

    /// <summary>Why there is no type.</summary>
    public string Missing => (NeedsGpus ? "the executors had GPUs, and no GPU instance type of the price list agrees with the log"
        : IsFromYarn ? FormattableString.Invariant($"the log names {YarnMib} MiB ")
            + (YarnVcores is { } cores ? FormattableString.Invariant($"and {cores} vcores ") : "")
            + "for YARN on a node, and no instance type of the price list has "
            + (YarnVcores is null ? "as much memory" : "those vCPUs and as much memory")
        : "no instance type of the price list fits the executors") + ". Use --cluster or --usd-per-hour";
}
