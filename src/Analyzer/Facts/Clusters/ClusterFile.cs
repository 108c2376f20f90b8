namespace Rightsizer.Analyzer.Facts.Clusters;

/// <summary>
/// What the AWS CLI says about the cluster or job run behind a log: describe-cluster, list-instances, get-job-run, get-application, alone
/// or together.
/// </summary>
public sealed record ClusterFile
{
    /// <summary>EMR cluster, j-...; only where files of many clusters are read.</summary>
    public string? Id { get; init; }

    /// <summary>Job run of EMR Serverless; of Glue only where files of many job runs are read.</summary>
    public string? JobRunId { get; init; }

    /// <summary>createdAt of the EMR Serverless job run; epoch milliseconds.</summary>
    public long? JobRunCreatedMs { get; init; }

    /// <summary>endedAt of the EMR Serverless job run, else updatedAt in a final state; epoch milliseconds, null while it runs.</summary>
    public long? JobRunEndedMs { get; init; }
    public string? Region { get; init; }

    /// <summary>Account of the cluster's ARN.</summary>
    public string? Account { get; init; }

    /// <summary>Zone name: another zone in each account.</summary>
    public string? Zone { get; init; }

    /// <summary>Zone ids by zone name, from describe-availability-zones in the cluster's account; empty without it.</summary>
    public IReadOnlyDictionary<string, string> ZoneIds { get; init; } = new Dictionary<string, string>();

    /// <summary>The zone as its Spot price is looked up: a name counts only with the account that has it.</summary>
    internal AwsZone? SpotZone => Zone is null ? null
        : new AwsZone { Name = Account is null ? null : Zone, Id = ZoneIds.GetValueOrDefault(Zone), Account = Account };
    public string? ReleaseLabel { get; init; }

    /// <summary>Its creation, else that of its first instance; epoch milliseconds, null where one of them is not known.</summary>
    internal long? BeganMs =>
        CreatedMs ?? (Instances.Any(i => i.CreatedMs is null) ? null : Instances.Min(i => i.CreatedMs));

    /// <summary>Its end, else that of its last instance; epoch milliseconds, null where one of them is not known.</summary>
    internal long? OverMs => EndedMs ?? (Instances.Any(i => i.EndedMs is null) ? null : Instances.Max(i => i.EndedMs));

    /// <summary>The cluster ends with its steps; null when the file does not say.</summary>
    public bool? AutoTerminate { get; init; }

    /// <summary>Size, IOPS and throughput of every node's root volume; null leaves the release's default.</summary>
    public EbsVolume? RootVolume { get; init; }

    /// <summary>Epoch milliseconds.</summary>
    public long? CreatedMs { get; init; }

    /// <summary>Epoch milliseconds at which its steps could begin; YARN runs by then.</summary>
    public long? ReadyMs { get; init; }

    /// <summary>Epoch milliseconds.</summary>
    public long? EndedMs { get; init; }

    /// <summary>From list-instances; empty without it.</summary>
    public IReadOnlyList<ClusterInstance> Instances { get; init; } = [];

    /// <summary>Instance groups of describe-cluster, for files without instances.</summary>
    public IReadOnlyList<ClusterGroup> Groups { get; init; } = [];

    /// <summary>Instance fleets are named, whose counts only list-instances gives.</summary>
    public bool HasFleets { get; init; }

    /// <summary>From get-managed-scaling-policy; null without it, or where the cluster has none.</summary>
    public ManagedScaling? Scaling { get; init; }
    public ServerlessBill? ServerlessBill { get; init; }

    /// <summary>x86_64 or arm64 of a get-application file.</summary>
    public string? Architecture { get; init; }

    /// <summary>initialCapacity of a get-application file: workers that the application keeps ready.</summary>
    public IReadOnlyList<InitialCapacity> InitialCapacity { get; init; } = [];

    /// <summary>
    /// autoStopConfiguration of a get-application file: idle minutes until it stops; null where it does not say, or never stops.
    /// </summary>
    public int? IdleMinutes { get; init; }

    /// <summary>Job runs of AWS Glue, in the order of the file: one of them is the log's. Empty for anything else.</summary>
    public IReadOnlyList<GlueJobRun> GlueRuns { get; init; } = [];

    /// <summary>From describe-nodegroup of EKS.</summary>
    public EksNodeGroup? NodeGroup { get; init; }
}

/// <summary>Workers of one role that an EMR Serverless application keeps ready.</summary>
/// <param name="Role">driver, executor.</param>
/// <param name="Count">Workers.</param>
/// <param name="Vcpu">Of one.</param>
/// <param name="MemoryGb">Of one: heap, overhead and all else.</param>
/// <param name="DiskGb">Of one; null is the default.</param>
public sealed record InitialCapacity(string Role, int Count, int Vcpu, int MemoryGb, int? DiskGb);

/// <summary>An EKS node group.</summary>
/// <param name="InstanceTypes">In the group's order.</param>
/// <param name="IsSpot">capacityType SPOT.</param>
/// <param name="DiskGib">diskSize; null when not named.</param>
public sealed record EksNodeGroup(IReadOnlyList<string> InstanceTypes, bool IsSpot, decimal? DiskGib);

/// <summary>One EC2 instance of list-instances.</summary>
public sealed record ClusterInstance
{
    public string? GroupId { get; init; }

    /// <summary>i-...</summary>
    public string? Ec2InstanceId { get; init; }

    /// <summary>Host name inside the VPC: ip-10-0-0-1.ec2.internal.</summary>
    public string? PrivateDnsName { get; init; }

    /// <summary>vol-...</summary>
    public IReadOnlyList<string> VolumeIds { get; init; } = [];
    public required string InstanceType { get; init; }
    public bool IsSpot { get; init; }
    public long? CreatedMs { get; init; }
    public long? EndedMs { get; init; }

    /// <summary>The state change reason says that EC2 took it back.</summary>
    public bool InterruptedByEc2 { get; init; }
}

/// <summary>An instance group or fleet of describe-cluster.</summary>
public sealed record ClusterGroup
{
    public string? Id { get; init; }

    /// <summary>primary, core, task.</summary>
    public required string Role { get; init; }
    public string? InstanceType { get; init; }
    public int Count { get; init; }
    public bool IsSpot { get; init; }

    /// <summary>By instance type; the volumes of a group stand under its type.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<EbsVolume>> Volumes
    {
        get; init;
    } = new Dictionary<string, IReadOnlyList<EbsVolume>>();
}

/// <summary>billedResourceUtilization of an EMR Serverless job run.</summary>
public sealed record ServerlessBill(decimal VcpuHours, decimal MemoryGbHours, decimal StorageGbHours);

/// <summary>JobRun of AWS Glue's get-job-run, or one of get-job-runs.</summary>
public sealed record GlueJobRun
{
    /// <summary>jr_...</summary>
    public string? Id { get; init; }

    /// <summary>StartedOn; epoch milliseconds.</summary>
    public long? StartedMs { get; init; }

    /// <summary>CompletedOn; epoch milliseconds.</summary>
    public long? CompletedMs { get; init; }

    /// <summary>"Standard" where the job run names a capacity in DPUs and no worker type.</summary>
    public required string WorkerType { get; init; }
    public int Workers { get; init; }
    public decimal Seconds { get; init; }
    public decimal? DpuSeconds { get; init; }
    public bool Flex { get; init; }
    public string? GlueVersion { get; init; }

    /// <summary>Least seconds that a job run of a Glue version is billed: ten minutes in 0.9 and 1.0.</summary>
    internal static int LeastSeconds(string? glueVersion) => glueVersion is "0.9" or "1.0" ? 600 : 60;
}
