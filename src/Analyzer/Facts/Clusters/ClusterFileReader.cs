using System.Globalization;
using System.Text;
using System.Text.Json;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts.Clusters;

/// <summary>
/// Reads the AWS CLI's JSON: one document, several one after another, or a list of them. What it does not know it steps over.
/// </summary>
public static class ClusterFileReader
{
    public static ClusterFile Parse(string name, string json)
    {
        var file = new ClusterFile();
        var known = false;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json),
                new JsonReaderOptions
                {
                    AllowMultipleValues = true,
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowTrailingCommas = true
                });
            while (reader.Read())
            {
                using var document = JsonDocument.ParseValue(ref reader);
                foreach (var element in document.RootElement.ValueKind == JsonValueKind.Array
                    ? document.RootElement.EnumerateArray().ToArray() : [document.RootElement])
                {
                    if (element.ValueKind == JsonValueKind.Object) (file, known) = Add(file, element, known);
                }
            }
        }
        catch (JsonException e)
        {
            throw new RightsizerException(ExitCode.BadArguments,
                string.Create(CultureInfo.InvariantCulture,
                $"{name}: not JSON in line {(e.LineNumber ?? 0) + 1}; give what `aws emr describe-cluster`, `list-instances` or "
                + $"`get-job-run` prints"), e);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException)
        {
            throw new RightsizerException(ExitCode.BadArguments,
                $"{name}: a value is of another kind than `aws emr describe-cluster` and its like print; give their output as it is", e);
        }
        return known ? file : throw new RightsizerException(
            ExitCode.BadArguments,
            $"{name}: no \"Cluster\", \"Instances\", \"jobRun\", \"JobRun\", \"application\" or \"nodegroup\" in it; give what `aws emr "
            + $"describe-cluster`, `list-instances`, `get-job-run` or `aws eks describe-nodegroup` prints");
    }

    static (ClusterFile, bool) Add(ClusterFile file, JsonElement e, bool known)
    {
        if (Object(e, "Cluster") is { } cluster) (file, known) = (WithCluster(file, cluster), true);
        if (Array(e, "Instances") is { } instances)
            (file, known) = (file with { Instances = [.. file.Instances, .. instances.Select(Instance).OfType<ClusterInstance>()] }, true);
        if (Object(e, "ManagedScalingPolicy") is { } policy) file = WithScaling(file, policy);
        if (Object(e, "jobRun") is { } serverless) (file, known) = (WithServerless(file, serverless), true);
        if (Object(e, "application") is { } app) (file, known) = (WithApplication(file, app), true);
        if (Object(e, "JobRun") is { } glue) (file, known) = (WithGlue(file, glue), true);
        foreach (var one in Array(e, "JobRuns") ?? []) (file, known) = (WithGlue(file, one), true);
        if (Object(e, "nodegroup") is { } group) (file, known) = (WithNodeGroup(file, group), true);
        if (Array(e, "AvailabilityZones") is { } zones) file = WithZones(file, zones);
        return (file, known);
    }

    /// <summary>What describe-availability-zones of EC2 says beside a cluster: its account's zone names by id.</summary>
    static ClusterFile WithZones(ClusterFile file, JsonElement[] zones)
    {
        var ids = new Dictionary<string, string>(file.ZoneIds, StringComparer.Ordinal);
        foreach (var zone in zones)
        {
            if (Text(zone, "ZoneName") is { } name && Text(zone, "ZoneId") is { } id) ids[name] = id;
        }
        return file with { ZoneIds = ids };
    }

    static ClusterFile WithNodeGroup(ClusterFile file, JsonElement g) => file with
    {
        Region = RegionOfArn(Text(g, "nodegroupArn")) ?? file.Region,
        NodeGroup = new EksNodeGroup(
            [.. (Array(g, "instanceTypes") ?? []).Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)],
            Text(g, "capacityType") == "SPOT", Number(g, "diskSize")),
    };

    internal static ClusterFile WithCluster(ClusterFile file, JsonElement c)
    {
        var timeline = Object(c, "Status") is { } status ? Object(status, "Timeline") : null;
        var zone = Object(c, "Ec2InstanceAttributes") is { } ec2 ? Text(ec2, "Ec2AvailabilityZone") : null;
        return file with
        {
            Account = AccountOfArn(Text(c, "ClusterArn")) ?? file.Account,
            Zone = zone ?? file.Zone,
            Region = RegionOfArn(Text(c, "ClusterArn"))
                ?? (zone is { Length: > 1 } && char.IsAsciiLetter(zone[^1]) && char.IsAsciiDigit(zone[^2]) ? zone[..^1] : null)
                ?? file.Region,
            ReleaseLabel = Text(c, "ReleaseLabel") ?? file.ReleaseLabel,
            AutoTerminate = c.TryGetProperty("AutoTerminate", out var a) && a.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? a.GetBoolean() : file.AutoTerminate,
            RootVolume = Number(c, "EbsRootVolumeSize") is > 0 and var root
                ? new EbsVolume("gp3", root, (int?)Number(c, "EbsRootVolumeIops"), (int?)Number(c, "EbsRootVolumeThroughput"))
                : file.RootVolume,
            CreatedMs = Time(timeline, "CreationDateTime"),
            ReadyMs = Time(timeline, "ReadyDateTime"),
            EndedMs = Time(timeline, "EndDateTime"),
            Groups = [.. (Array(c, "InstanceGroups") ?? []).Select(Group), .. (Array(c, "InstanceFleets") ?? []).Select(Fleet)],
            HasFleets = Array(c, "InstanceFleets") is { Length: > 0 },
        };
    }

    /// <summary>A policy without its two limits is none that EMR has.</summary>
    internal static ClusterFile WithScaling(ClusterFile file, JsonElement policy)
    {
        if (Object(policy, "ComputeLimits") is not { } limits || Number(limits, "MinimumCapacityUnits") is not { } least
            || Number(limits, "MaximumCapacityUnits") is not { } most) return file;
        // EMR answers with the index alone where the strategy is ADVANCED
        var index = Text(policy, "ScalingStrategy") == "DEFAULT" ? null : (int?)Number(policy, "UtilizationPerformanceIndex");
        return file with
        {
            Scaling = new ManagedScaling(Text(limits, "UnitType") ?? "Instances", (int)least, (int)most,
                index is { } i && ManagedScaling.Indexes.Contains(i) ? i : null),
        };
    }

    static ClusterGroup Group(JsonElement g)
    {
        var type = Text(g, "InstanceType");
        var requested = (int)(Number(g, "RequestedInstanceCount") ?? 0);
        var running = (int)(Number(g, "RunningInstanceCount") ?? 0);
        return new ClusterGroup
        {
            Id = Text(g, "Id"),
            Role = Role(Text(g, "InstanceGroupType")),
            InstanceType = type,
            // a terminated cluster runs none and asks for none: the larger figure is the better one
            Count = Math.Max(requested, running),
            IsSpot = Text(g, "Market") == "SPOT",
            Volumes = type is not null && Volumes(g) is { Count: > 0 } v ? new Dictionary<string, IReadOnlyList<EbsVolume>> { [type] = v }
                : new Dictionary<string, IReadOnlyList<EbsVolume>>(),
        };
    }

    static ClusterGroup Fleet(JsonElement f)
    {
        var volumes = new Dictionary<string, IReadOnlyList<EbsVolume>>(StringComparer.Ordinal);
        foreach (var spec in Array(f, "InstanceTypeSpecifications") ?? [])
        {
            if (Text(spec, "InstanceType") is { } type && Volumes(spec) is { Count: > 0 } v) volumes[type] = v;
        }
        return new ClusterGroup { Id = Text(f, "Id"), Role = Role(Text(f, "InstanceFleetType")), Volumes = volumes };
    }

    static List<EbsVolume> Volumes(JsonElement of) => [.. (Array(of, "EbsBlockDevices") ?? [])
        .Select(d => Object(d, "VolumeSpecification")).OfType<JsonElement>()
        .Select(s => new EbsVolume(
        Text(s, "VolumeType") ?? "gp2", Number(s, "SizeInGB") ?? 0, (int?)Number(s, "Iops"), (int?)Number(s, "Throughput")))];

    static string Role(string? type) => type switch { "MASTER" => "primary", "CORE" => "core", "TASK" => "task", _ => "node" };

    internal static ClusterInstance? Instance(JsonElement i)
    {
        if (Text(i, "InstanceType") is not { } type) return null;
        var status = Object(i, "Status");
        var timeline = status is { } s ? Object(s, "Timeline") : null;
        var reason = status is { } s2 ? Object(s2, "StateChangeReason") : null;
        var isSpot = Text(i, "Market") == "SPOT";
        return new ClusterInstance
        {
            GroupId = Text(i, "InstanceGroupId") ?? Text(i, "InstanceFleetId"),
            Ec2InstanceId = Text(i, "Ec2InstanceId"),
            PrivateDnsName = Text(i, "PrivateDnsName") is { Length: > 0 } host ? host : null,
            VolumeIds = [.. (Array(i, "EbsVolumes") ?? []).Select(v => Text(v, "VolumeId")).OfType<string>()],
            InstanceType = type,
            IsSpot = isSpot,
            CreatedMs = Time(timeline, "CreationDateTime"),
            EndedMs = Time(timeline, "EndDateTime"),
            InterruptedByEc2 = isSpot && reason is { } r && IsInterruption(Text(r, "Code"), Text(r, "Message")),
        };
    }

    /// <summary>EMR's words for an instance that EC2 took back; an end of the cluster or by the user is none.</summary>
    static bool IsInterruption(string? code, string? message) => code is not ("CLUSTER_TERMINATED" or "USER_REQUEST") && message is not null
        && (message.Contains("interrupt", StringComparison.OrdinalIgnoreCase)
        || message.Contains("reclaim", StringComparison.OrdinalIgnoreCase)
            || (message.Contains("spot", StringComparison.OrdinalIgnoreCase)
            && message.Contains("terminat", StringComparison.OrdinalIgnoreCase)));

    internal static ClusterFile WithServerless(ClusterFile file, JsonElement run) => file with
    {
        JobRunId = Text(run, "jobRunId") ?? file.JobRunId,
        JobRunCreatedMs = Time(run, "createdAt"),
        JobRunEndedMs = Time(run, "endedAt")
            ?? (Text(run, "state") is "SUCCESS" or "FAILED" or "CANCELLED" ? Time(run, "updatedAt") : null),
        Region = RegionOfArn(Text(run, "arn")) ?? file.Region,
        ReleaseLabel = Text(run, "releaseLabel") ?? file.ReleaseLabel,
        ServerlessBill = Object(run, "billedResourceUtilization") is { } b
            ? new ServerlessBill(Number(b, "vCPUHour") ?? 0, Number(b, "memoryGBHour") ?? 0, Number(b, "storageGBHour") ?? 0)
            : file.ServerlessBill,
    };

    static ClusterFile WithApplication(ClusterFile file, JsonElement app) => file with
    {
        Architecture = Text(app, "architecture") is { } a
            ? (a.Equals("ARM64", StringComparison.OrdinalIgnoreCase) ? "arm64" : "x86_64") : file.Architecture,
        ReleaseLabel = Text(app, "releaseLabel") ?? file.ReleaseLabel,
        InitialCapacity = Object(app, "initialCapacity") is { } roles
            ? [.. roles.EnumerateObject().Select(r => CapacityOf(r.Name, r.Value)).OfType<InitialCapacity>()] : file.InitialCapacity,
        IdleMinutes = Object(app, "autoStopConfiguration") is not { } stop ? file.IdleMinutes
            : stop.TryGetProperty("enabled", out var on) && on.ValueKind == JsonValueKind.False ? null
            : (int?)Number(stop, "idleTimeoutMinutes"),
    };

    /// <summary>"4 vCPU", "16 GB"; null where a size is missing.</summary>
    static InitialCapacity? CapacityOf(string role, JsonElement of) =>
        Object(of, "workerConfiguration") is { } size && Whole(Text(size, "cpu")) is { } vcpu && Whole(Text(size, "memory")) is { } gb
            && Number(of, "workerCount") is > 0 and < 1_000_000 and var count
            ? new InitialCapacity(role.ToLowerInvariant(), (int)count, vcpu, gb, Whole(Text(size, "disk"))) : null;

    /// <summary>The number that a text begins with.</summary>
    static int? Whole(string? text) => text is not null
        && int.TryParse(string.Concat(text.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && n is > 0 and < 1_000_000 ? n : null;

    /// <summary>A job run has workers of a type, or a capacity in DPUs.</summary>
    internal static ClusterFile WithGlue(ClusterFile file, JsonElement run)
    {
        var (type, version, seconds) = (Text(run, "WorkerType"), Text(run, "GlueVersion"), Number(run, "ExecutionTime") ?? 0);
        var capacity = Number(run, "MaxCapacity") ?? Number(run, "AllocatedCapacity");
        if (type is null && capacity is null) return file;
        return file with
        {
            GlueRuns = [.. file.GlueRuns, new GlueJobRun
            {
                Id = Text(run, "Id"),
                StartedMs = Time(run, "StartedOn"),
                CompletedMs = Time(run, "CompletedOn"),
                WorkerType = type ?? "Standard",
                Workers = (int)(Number(run, "NumberOfWorkers") ?? 0),
                Seconds = seconds,
                DpuSeconds = Number(run, "DPUSeconds")
                    ?? (type is null ? capacity * Math.Max(GlueJobRun.LeastSeconds(version), Math.Ceiling(seconds)) : null),
                Flex = Text(run, "ExecutionClass") == "FLEX",
                GlueVersion = version,
            }],
        };
    }

    static string? RegionOfArn(string? arn) => PartOfArn(arn, 3);

    static string? AccountOfArn(string? arn) => PartOfArn(arn, 4);

    /// <summary>arn:partition:service:region:account:resource</summary>
    static string? PartOfArn(string? arn, int at) =>
        arn?.Split(':') is { } parts && parts.Length > at && parts[at].Length > 0 ? parts[at] : null;

    internal static JsonElement? Object(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Object ? v : null;

    internal static JsonElement[]? Array(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Array
        ? [.. v.EnumerateArray()] : null;

    internal static string? Text(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString()
        : null;

    /// <summary>Null unless it is a number from 0 to 10^9, as every count, size and total here is.</summary>
    static decimal? Number(JsonElement e, string name) =>
        e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Number && v.TryGetDecimal(out var d)
        && d is >= 0 and < 1_000_000_000 ? d : null;

    /// <summary>ISO 8601, or epoch seconds as the CLI's first version prints them.</summary>
    static long? Time(JsonElement? timeline, string name)
    {
        if (timeline is not { } t || !t.TryGetProperty(name, out var v)) return null;
        if (v.ValueKind == JsonValueKind.Number)
            return v.TryGetDecimal(out var seconds) && seconds is > 0 and < 100_000_000_000m ? (long)(seconds * 1000) : null;
        return v.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(v.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUnixTimeMilliseconds() : null;
    }
}
