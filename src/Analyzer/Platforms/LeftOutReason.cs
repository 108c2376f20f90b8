namespace Rightsizer.Analyzer.Platforms;

/// <summary>Why something was not considered. Types are reported in this order.</summary>
public enum LeftOutReason
{
    NotOnEmr,
    YarnMemoryUnknown,

    /// <summary>Accelerated, burstable or bare metal.</summary>
    Special,
    NoOnDemandPrice,
    OldGeneration,

    /// <summary>No EMR fee or no default EBS volumes.</summary>
    NoFeeOrVolumePrice,
    EmrSupportUnknown,

    /// <summary>No such name in the price list.</summary>
    UnknownName,

    /// <summary>EMR runs the type, but not with this release.</summary>
    NotInRelease,

    /// <summary>A platform's prices are missing in the region.</summary>
    NoPlatformPrice,

    /// <summary>Nothing holds an executor with the memory that its slots need.</summary>
    TooLittleMemory,

    /// <summary>Nothing holds the driver.</summary>
    DriverTooLarge,

    /// <summary>The platform does not run on the architectures asked for.</summary>
    Architecture,

    /// <summary>The job needs what the platform lacks.</summary>
    CannotRun,
}
