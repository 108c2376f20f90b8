using System.Text.Json;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.ByIds;

/// <summary>A cluster of EMR on EC2 as EMR describes it.</summary>
/// <param name="File">As <c>--cluster</c> reads it.</param>
/// <param name="EventLogDir">spark.eventLog.dir of its configurations; null where they do not set it.</param>
/// <param name="Arn">Its ARN; null where EMR does not tell it.</param>
/// <param name="ListsAllNodes">False where there are more instances than EMR lists.</param>
sealed record EmrCluster(ClusterFile File, string? EventLogDir, string? Arn, bool ListsAllNodes)
{
    const string LogDir = "spark.eventLog.dir";

    /// <summary>Instances that EMR lists of one cluster at most.</summary>
    const int MaxInstances = 2000;

    /// <exception cref="RightsizerException">It is unknown, or EMR does not answer.</exception>
    public static EmrCluster Describe(ServiceCalls emr, JobAddress address)
    {
        var id = address.Owner!;
        try
        {
            var cluster = emr.Post("DescribeCluster", ("ClusterId", id)).Object("Cluster") ?? throw new RightsizerException(
                ExitCode.InputUnreadable, $"{address}: DescribeCluster answers without a cluster; check the endpoint");
            // describe-cluster of the AWS CLI brings these two in the same way
            var list = cluster.Text("InstanceCollectionType") == "INSTANCE_FLEET" ? "InstanceFleets" : "InstanceGroups";
            var groups = emr.PostAll("List" + list, list, ("ClusterId", id)).ToList();
            var instances = emr.PostAll("ListInstances", "Instances", ("ClusterId", id)).ToList();
            var file = ClusterFileReader.Parse(address.ToString(), Document(cluster, list, groups, instances));
            return new EmrCluster(file with { Id = id, Region = file.Region ?? emr.Region }, LogDirOf([cluster, .. groups]),
                cluster.Text("ClusterArn"), instances.Count < MaxInstances);
        }
        catch (ServiceRefusal e)
        {
            throw JobRefusals.Describe(e, address, "cluster", emr.Region);
        }
    }

    static string Document(
        JsonElement cluster, string list, List<JsonElement> groups, List<JsonElement> instances) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("Cluster");
        foreach (var property in cluster.EnumerateObject().Where(p => p.Name is not ("InstanceFleets" or "InstanceGroups")))
            property.WriteTo(json);
        Array(list, groups);
        json.WriteEndObject();
        Array("Instances", instances);
        json.WriteEndObject();

        void Array(string name, List<JsonElement> items)
        {
            json.WriteStartArray(name);
            foreach (var item in items) item.WriteTo(json);
            json.WriteEndArray();
        }
    });

    /// <summary>The cluster's own setting, else that of a group or of a fleet's type.</summary>
    static string? LogDirOf(IEnumerable<JsonElement> places) =>
        places.SelectMany(p => p.Items("InstanceTypeSpecifications").Prepend(p)).SelectMany(p => p.Items("Configurations"))
            .Where(c => c.Text("Classification") == "spark-defaults").Select(c => c.Object("Properties")?.Text(LogDir))
            .OfType<string>().FirstOrDefault();

    /// <summary>The folder on S3; null where there is none.</summary>
    public string? LogFolder => EventLogDir is { } dir && S3Uri.IsOne(dir) ? S3Uri.Parse(dir).ToString() : null;

    /// <summary>
    /// YARN's resource manager, whose start begins the ids of its applications, starts after a cluster's creation and before it is ready.
    /// </summary>
    public bool StartedYarnAt(long ms, long nowMs) =>
        ms >= (File.CreatedMs ?? 0) && ms <= (File.ReadyMs ?? File.EndedMs ?? nowMs);

    /// <summary>As <see cref="StartedYarnAt"/>, or YARN was started again later.</summary>
    public bool LivedAt(long ms, long nowMs) => ms >= (File.CreatedMs ?? 0) && ms <= (File.EndedMs ?? nowMs);
}
