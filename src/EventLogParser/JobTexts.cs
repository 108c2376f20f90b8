using System.Text.RegularExpressions;

namespace Rightsizer.EventLogParser;

/// <summary>
/// Beginnings of the descriptions and groups that Spark, Delta, Iceberg and Hudi give to jobs which they start themselves.
/// </summary>
public static partial class JobTexts
{
    public const string Delta = "Delta: ", Listing = "Listing leaf files and directories", Streaming = "Streaming job from",
        Receiver = "Streaming job running receiver", Connect = "Spark Connect - session_id";

    /// <value>What Delta does when it rebuilds the state of a table and picks files from it.</value>
    public static IReadOnlyList<string> DeltaLogSteps { get; } = ["Compute snapshot for version", "Filtering files for query"];

    /// <summary>Groups of Iceberg's actions, which a number follows, and the procedures that start them.</summary>
    static readonly (string Group, string Procedure)[] IcebergGroups =
    [
        ("REWRITE-DATA-FILES-", "rewrite_data_files"), ("REWRITE-MANIFESTS-", "rewrite_manifests"),
        ("REWRITE-POSITION-DELETES-", "rewrite_position_delete_files"), ("EXPIRE-SNAPSHOTS-", "expire_snapshots"),
        ("REMOVE-ORPHAN-FILES-", "remove_orphan_files"), ("REMOVE-DELETES-", "remove_dangling_deletes"),
        ("SNAPSHOT-TABLE-", "snapshot"), ("MIGRATE-TABLE-", "migrate"),
    ];

    /// <value>Table services of Hudi by a part of the name of the class that starts a job; the first that fits.</value>
    public static IReadOnlyList<(string Part, string Service)> HudiServices { get; } =
    [
        ("Compact", "compaction"), ("Clustering", "clustering"), ("SparkJobExecutionStrategy", "clustering"), ("Clean", "clean"),
        ("Rollback", "rollback"), ("Index", "index lookup"), ("Metadata", "metadata table"), ("CommitActionExecutor", "write"),
        ("WriteHelper", "write"), ("UpsertPartitioner", "write"),
    ];

    /// <summary>The description that MicroBatchExecution gives to what it runs: id, runId and batch.</summary>
    public static bool IsBatch(string? description) =>
        description is { } d && d.Contains("runId = ", StringComparison.Ordinal) && d.Contains("batch = ", StringComparison.Ordinal);

    /// <summary>The procedure of Iceberg whose jobs have the group; null for any other group.</summary>
    public static string? IcebergProcedure(string group)
    {
        foreach (var (prefix, procedure) in IcebergGroups)
        {
            if (group.StartsWith(prefix, StringComparison.Ordinal) && !group.AsSpan(prefix.Length).ContainsAnyExceptInRange('0', '9'))
                return procedure;
        }
        return null;
    }

    /// <summary>The class of Hudi that starts a job, as its group or before the colon of "CLASS:STEP: TABLE", its description.</summary>
    /// <param name="text">A job's group or description.</param>
    /// <param name="step">What stands behind the colon; null where there is none.</param>
    /// <returns>Null where the text is none of Hudi's.</returns>
    public static string? HudiModule(string text, out string? step)
    {
        var match = Hudi().Match(text);
        step = match.Groups[2].Success ? match.Groups[2].Value : null;
        return match.Success ? match.Groups[1].Value : null;
    }

    /// <summary>The part of a class's name by which <see cref="HudiModule"/> knows that it is one of Hudi's.</summary>
    internal static string HudiMark(string module) => HudiPart().Match(module).Value;

    const string HudiClasses =
        "(?:Hoodie|SparkRDDWriteClient|SparkRDDTableServiceClient|SparkCommitActionExecutor|CompactionActionExecutor"
        + "|CleanPlanActionExecutor|CleanActionExecutor|ClusteringCommitActionExecutor|SparkJobExecutionStrategy"
        + "|UpsertPartitioner|RollbackActionExecutor|BaseWriteHelper|RollbackStrategy)";

    [GeneratedRegex(@"^((?=[A-Z])\w{0,80}?" + HudiClasses + @"\w{0,80})(?::\s?(\S.*))?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Hudi();

    [GeneratedRegex(HudiClasses, RegexOptions.CultureInvariant)]
    private static partial Regex HudiPart();
}
