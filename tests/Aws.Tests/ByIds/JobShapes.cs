using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Rightsizer.Aws.Tests.ByIds;

/// <summary>A cluster, job runs and their logs, small enough to be priced by hand.</summary>
static class JobShapes
{
    public const string Cluster = "j-2AXXXXXXGAPLF";
    public const long Created = 1_800_000_000_000, YarnStarted = Created + 100_000, Ready = Created + 200_000, Started = Created + 300_000,
        Ended = Created + 900_000, Gone = Created + 1_000_000;

    public static string Application(int number = 1, long yarnStarted = YarnStarted) =>
        string.Create(CultureInfo.InvariantCulture, $"application_{yarnStarted}_{number:0000}");

    /// <summary>As JSON 1.1 writes times.</summary>
    public static string Epoch(long ms) => (ms / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>As version 2 of the AWS CLI prints them.</summary>
    public static string Iso(long ms) => $"\"{DateTimeOffset.FromUnixTimeMilliseconds(ms):yyyy-MM-dd'T'HH:mm:ss.ffffff}+00:00\"";

    /// <summary>One m5.xlarge as the primary and two m5.2xlarge, each from creation to end; one of the two ended 100 s earlier.</summary>
    /// <param name="time">How times are written.</param>
    /// <param name="id">Its id.</param>
    /// <param name="logDir">spark.eventLog.dir; null sets none.</param>
    /// <param name="laterMs">Added to every time.</param>
    public static JsonObject EmrCluster(
        Func<long, string> time, string id = Cluster, string? logDir = "s3://logs/spark", long laterMs = 0, bool autoTerminate = true)
    {
        string At(long ms) => time(ms + laterMs);
        string Instance(string group, string type, int number, long until) => $$"""
            {"Id":"ci-{{number}}","Ec2InstanceId":"i-{{number}}","InstanceGroupId":"{{group}}","Market":"ON_DEMAND","InstanceType":"{{type}}",
             "Status":{"State":"TERMINATED","StateChangeReason":{"Code":"CLUSTER_TERMINATED"},
              "Timeline":{"CreationDateTime":{{At(Created)}},"EndDateTime":{{At(until)}} } } }
            """;
        var configurations = logDir is null ? "[]"
            : $$$"""[{"Classification":"yarn-site","Properties":{} },{"Classification":"spark-defaults","Properties":{"spark.eventLog.dir":"{{{logDir}}}"} }]""";
        return JsonNode.Parse($$"""
            {"Id":"{{id}}","Name":"nightly","ClusterArn":"arn:aws:elasticmapreduce:us-east-1:123456789012:cluster/{{id}}",
             "InstanceCollectionType":"INSTANCE_GROUP","ReleaseLabel":"emr-7.1.0","AutoTerminate":{{(autoTerminate ? "true" : "false")}},
             "Ec2InstanceAttributes":{"Ec2AvailabilityZone":"us-east-1a"},"Configurations":{{configurations}},
             "Status":{"State":"TERMINATED","Timeline":{
              "CreationDateTime":{{At(Created)}},"ReadyDateTime":{{At(Ready)}},"EndDateTime":{{At(Gone)}} } },
             "InstanceGroups":[
              {"Id":"ig-1","InstanceGroupType":"MASTER","Market":"ON_DEMAND","InstanceType":"m5.xlarge","RequestedInstanceCount":1,"RunningInstanceCount":0},
              {"Id":"ig-2","InstanceGroupType":"CORE","Market":"ON_DEMAND","InstanceType":"m5.2xlarge","RequestedInstanceCount":2,"RunningInstanceCount":0}],
             "Instances":[{{Instance("ig-1", "m5.xlarge", 1, Gone)}},{{Instance("ig-2", "m5.2xlarge", 2, Gone)}},
              {{Instance("ig-2", "m5.2xlarge", 3, Gone - 100_000)}}]}
            """)!.AsObject();
    }

    /// <summary>What the AWS CLI prints of it: groups inside, instances as a document of their own.</summary>
    public static string CliFile(JsonObject cluster)
    {
        var described = cluster.DeepClone().AsObject();
        var instances = described["Instances"]!.DeepClone();
        described.Remove("Instances");
        return new JsonObject { ["Cluster"] = described }.ToJsonString() + "\n"
            + new JsonObject { ["Instances"] = instances }.ToJsonString();
    }

    /// <summary>A log of 600 s on YARN of EMR.</summary>
    public static byte[] EmrLog(string application, long laterMs = 0) => Log(application, "nightly", laterMs,
        ("spark.master", "yarn"),
        ("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version.emr_internal_use_only.EmrFileSystem", "2"));

    /// <summary>As a History Server sends a log of one file.</summary>
    public static byte[] Zip(string name, byte[] log)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(log);
        }
        return bytes.ToArray();
    }

    public static byte[] Log(string application, string name, long laterMs, params (string Key, string Value)[] settings) =>
        Encoding.UTF8.GetBytes($$$"""
        {"Event":"SparkListenerLogStart","Spark Version":"3.5.0"}
        {"Event":"SparkListenerEnvironmentUpdate","JVM Information":{},"Spark Properties":{{{{string.Join(',',
            settings.Select(s => $"\"{s.Key}\":\"{s.Value}\""))}}}},"System Properties":{},"Classpath Entries":{}}
        {"Event":"SparkListenerApplicationStart","App Name":"{{{name}}}","App ID":"{{{application}}}","Timestamp":{{{Started + laterMs}}},"User":"u"}
        {"Event":"SparkListenerApplicationEnd","Timestamp":{{{Ended + laterMs}}}}

        """.ReplaceLineEndings("\n"));
}
