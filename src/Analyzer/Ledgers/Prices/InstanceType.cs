namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>
/// Whether EMR runs an instance type: its release lists say so, a fee in the Price List proves it, else the Spot Advisor feed's word.
/// </summary>
public enum EmrSupport { Unknown, Yes, No }

/// <summary>Facts of an instance type; the same in every region.</summary>
public sealed record InstanceType
{
    public required string Name { get; init; }

    /// <summary>"m5" of "m5.xlarge".</summary>
    public string Family => FamilyText.ToString();

    /// <summary><see cref="Family"/>, for looking at hundreds of types.</summary>
    internal ReadOnlySpan<char> FamilyText => Name.AsSpan(0, Math.Max(0, Name.IndexOf('.')));

    /// <summary>"xlarge" of "m5.xlarge".</summary>
    public string Size => SizeText.ToString();

    /// <summary><see cref="Size"/>, for looking at hundreds of types.</summary>
    internal ReadOnlySpan<char> SizeText => Name.AsSpan(Name.IndexOf('.') + 1);

    public required int Vcpu { get; init; }
    public required decimal MemoryGib { get; init; }

    /// <summary>x86_64 or arm64.</summary>
    public required string Arch { get; init; }

    /// <summary>Local disks together; 0 means EBS only.</summary>
    public required decimal LocalStorageGb { get; init; }

    /// <summary>Null when AWS publishes no figure.</summary>
    public required decimal? NetworkBaselineGbps { get; init; }

    /// <summary>Null when AWS publishes no figure.</summary>
    public required decimal? EbsBaselineMbps { get; init; }
    public required string? Processor { get; init; }
    public required EmrSupport Emr { get; init; }

    /// <summary>The releases that run it; null where the lists do not have it.</summary>
    public EmrTypeReleases? EmrReleases { get; init; }

    /// <summary>EMR on EC2 of that release runs it; of the newest where the release is not known.</summary>
    /// <param name="release">"emr-7.5.0"; null when unknown.</param>
    public bool RunsOnEmr(string? release) => Emr == EmrSupport.Yes && EmrReleases?.Include(release) != false;
    public bool IsEbsOnly => LocalStorageGb == 0;
}

/// <summary>Memory that YARN may give away on a node.</summary>
/// <remarks>
/// <c>Mib</c>: yarn.nodemanager.resource.memory-mb. <c>Ground</c>: Billed where the release guide documents it, derived where it is
/// extrapolated.
/// </remarks>
public sealed record YarnMemory(int Mib, Ground Ground);

/// <summary>Default EBS data volumes of a size: <paramref name="Volumes"/> of <paramref name="GibEach"/>.</summary>
public sealed record EbsDefault(int Volumes, int GibEach)
{
    public int GibTotal => Volumes * GibEach;
}

/// <summary>A Glue worker type.</summary>
/// <remarks><c>Dpu</c>: DPUs, or M-DPUs of a memory-optimised worker.</remarks>
public sealed record GlueWorker(string Name, decimal Dpu, bool IsMemoryOptimised, int Vcpu, int MemoryGb);
