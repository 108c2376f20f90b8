using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.ByIds;

/// <summary>
/// EMR on EKS: event logs are where spark.eventLog.dir of the job run says, else in EMR's own store. Its logUri has the output of
/// containers alone.
/// </summary>
/// <remarks>The cost is that of the pods, which the log tells: DescribeJobRun names no nodes.</remarks>
sealed partial class ContainersJobs(ServiceCalls containers, Func<ServiceCalls> emr, S3LogStore store) : IJobFinder
{
    const string LogDir = "spark.eventLog.dir";

    public IEnumerable<FoundJob> FindAll(JobAddress address, JobPeriod period) => [Find(address)];

    public FoundJob Find(JobAddress address)
    {
        var run = Describe(address);
        var folder = LogDirOf(run);
        return new FoundJob { Logs = folder is not null && S3Uri.IsOne(folder) ? InStore(address, folder, run) : Managed(address, run) };
    }

    JsonElement Describe(JobAddress address)
    {
        try
        {
            // the forms of the ids need no escapes
            return containers.Get("DescribeJobRun", $"/virtualclusters/{address.Owner}/jobruns/{address.Run}").Object("jobRun")
                ?? throw new RightsizerException(
                    ExitCode.InputUnreadable, $"{address}: DescribeJobRun answers with nothing in it; check the endpoint");
        }
        catch (ServiceRefusal e)
        {
            throw JobRefusals.Describe(e, address, "job run", containers.Region);
        }
    }

    /// <summary>A --conf of spark-submit comes before the classification spark-defaults.</summary>
    static string? LogDirOf(JsonElement run)
    {
        var driver = run.Object("jobDriver");
        var submit = driver?.Object("sparkSubmitJobDriver")?.Text("sparkSubmitParameters")
            ?? driver?.Object("sparkSqlJobDriver")?.Text("sparkSqlParameters") ?? "";
        if (ConfLogDir().Matches(submit) is { Count: > 0 } set) return set[^1].Groups[1].Value;
        return (run.Object("configurationOverrides")?.Items("applicationConfiguration") ?? [])
            .Where(c => c.Text("classification") == "spark-defaults").Select(c => c.Object("properties")?.Text(LogDir))
            .FirstOrDefault(d => d is not null);
    }

    IReadOnlyList<EventLog> InStore(JobAddress address, string folder, JsonElement run)
    {
        var found = RunLogs.Find(store, folder, n => n.Split('/', '.', '_', '-').Contains(address.Run), run.Ms("createdAt"),
            run.Ms("finishedAt"), log => LogIdentity.IsOfContainersRun(log, address.Run!, containers.Cancellation));
        if (found.Count > 0) return found;
        throw new RightsizerException(ExitCode.InputUnreadable,
            $"{address}: no log of this job run in {RunLogs.PlaceOf(folder)}; "
            + $"the job run is {run.Text("state") ?? "in no known state"}; check that "
            + "spark.eventLog.enabled is true, or give the log's path");
    }

    IReadOnlyList<EventLog> Managed(JobAddress address, JsonElement run)
    {
        const string later = "set spark.eventLog.dir to an s3:// folder in the classification spark-defaults for later runs";
        if (run.Object("configurationOverrides")?.At("monitoringConfiguration")?.Text("persistentAppUI") == "DISABLED")
            throw new RightsizerException(ExitCode.NotAnEventLog,
                $"{address}: the job run keeps no event log: spark.eventLog.dir names no S3 folder, and persistentAppUI is DISABLED; "
                + later);
        var cluster = (run.Text("arn") ?? "").Split("/jobruns/")[0];
        if (cluster.Length == 0)
            throw new RightsizerException(ExitCode.InputUnreadable,
                $"{address}: DescribeJobRun gives no ARN, by which EMR's own Spark History Server is asked for");
        var managed = ManagedStore.OfTarget(emr(), address, "the job run has no event log on S3",
            ("TargetResourceArn", cluster), ("EMRContainersConfig", ("JobRunId", address.Run!)));
        return managed.Applications switch
        {
            [var one] => managed.Find(one),
            [] => throw new RightsizerException(
                ExitCode.NotAnEventLog, $"{address}: EMR's own Spark History Server lists no application of the job run; {later}"),
            var several when several.FirstOrDefault(a => a.Split('-').Contains(address.Run)) is { } named => managed.Find(named),
            var several => throw new RightsizerException(ExitCode.InputUnreadable, string.Create(CultureInfo.InvariantCulture,
                $"{address}: EMR's own Spark History Server lists {several.Count} applications, none of them by this id")),
        };
    }

    [GeneratedRegex("""(?:--conf|-c)[ =]["']?spark\.eventLog\.dir=([^\s"']+)""", RegexOptions.CultureInvariant)]
    private static partial Regex ConfLogDir();
}
