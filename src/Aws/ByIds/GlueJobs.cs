using System.Text.Json;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.ByIds;

/// <summary>Glue: event logs are where the job argument --spark-event-logs-path says.</summary>
/// <remarks>One folder has the logs of all runs of all jobs. A name that has the job run's id tells whose a log is; else the log itself
/// does.</remarks>
sealed class GlueJobs(ServiceCalls glue, S3LogStore store) : IJobFinder
{
    const string LogsPath = "--spark-event-logs-path";

    public IEnumerable<FoundJob> FindAll(JobAddress address, JobPeriod period) => [Find(address)];

    public FoundJob Find(JobAddress address)
    {
        var (run, path) = Describe(address);
        var logs = LogsOf(address, run, path);
        var file = ClusterFileReader.Parse(address.ToString(), JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("JobRun");
            run.WriteTo(json);
            json.WriteEndObject();
        }));
        return new FoundJob { Logs = logs, Cluster = file with { JobRunId = address.Run, Region = file.Region ?? glue.Region } };
    }

    (JsonElement Run, string Path) Describe(JobAddress address)
    {
        try
        {
            var run = glue.Post("GetJobRun", ("JobName", address.Owner!), ("RunId", address.Run!)).Object("JobRun")
                ?? throw new RightsizerException(
                    ExitCode.InputUnreadable, $"{address}: GetJobRun answers with nothing in it; check the endpoint");
            // a run names only those arguments that differ from the job's
            var path = run.Object("Arguments")?.Text(LogsPath);
            if (path is null)
            {
                var job = glue.Post("GetJob", ("JobName", address.Owner!)).Object("Job");
                path = job?.Object("DefaultArguments")?.Text(LogsPath) ?? job?.Object("NonOverridableArguments")?.Text(LogsPath);
            }
            return path is not null && S3Uri.IsOne(path) ? (run, path) : throw new RightsizerException(ExitCode.NotAnEventLog,
                $"{address}: neither the job run nor its job has a folder for event logs; set the job arguments --enable-spark-ui true and "
                + $"{LogsPath} s3://BUCKET/FOLDER/ for later runs");
        }
        catch (ServiceRefusal e)
        {
            throw JobRefusals.Describe(e, address, "job run", glue.Region);
        }
    }

    IReadOnlyList<EventLog> LogsOf(JobAddress address, JsonElement run, string path)
    {
        // a retry's id continues that of the first attempt
        var found = RunLogs.Find(store, path, n => n.Split('/', '.').Any(IsOfRun), run.Ms("StartedOn"), run.Ms("CompletedOn"),
            log => LogIdentity.IsOfGlueRun(log, address.Run!, glue.Cancellation));
        if (found.Count > 0) return found;
        throw new RightsizerException(ExitCode.InputUnreadable,
            $"{address}: no log of this job run in {RunLogs.PlaceOf(path)}; "
            + $"its job run is {run.Text("JobRunState") ?? "in no known state"}; check that "
            + "--enable-spark-ui is true, or give the log's path");

        bool IsOfRun(string name) => name == address.Run || name.EndsWith("_" + address.Run, StringComparison.Ordinal)
            || name.EndsWith("-" + address.Run, StringComparison.Ordinal);
    }
}
