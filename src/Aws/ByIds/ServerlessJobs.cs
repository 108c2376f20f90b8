using System.Text.Json;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.ByIds;

/// <summary>EMR Serverless: event logs are under the log location of the job run, else of its application.</summary>
sealed class ServerlessJobs(ServiceCalls serverless, S3LogStore store) : IJobFinder
{
    public IEnumerable<FoundJob> FindAll(JobAddress address, JobPeriod period) => [Find(address)];

    public FoundJob Find(JobAddress address)
    {
        var (run, application) = Describe(address);
        var location = LogUriOf(run.Object("configurationOverrides")) ?? LogUriOf(application);
        var logs = location is not null && S3Uri.IsOne(location) ? InStore(address, location, run) : Managed(address);
        var file = ClusterFileReader.Parse(address.ToString(), JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("jobRun");
            run.WriteTo(json);
            json.WritePropertyName("application");
            application.WriteTo(json);
            json.WriteEndObject();
        }));
        return new FoundJob
        {
            Logs = logs,
            Cluster = file with { JobRunId = address.Run, Region = file.Region ?? serverless.Region },
        };
    }

    IReadOnlyList<EventLog> InStore(JobAddress address, string location, JsonElement run)
    {
        var folder = $"{location.TrimEnd('/')}/applications/{address.Owner}/jobs/{address.Run}/sparklogs/";
        return store.Under(folder).Count > 0 ? store.Find(folder) : throw new RightsizerException(ExitCode.InputUnreadable,
            $"{address}: no event log under {folder}; the job run is {run.Text("state") ?? "in no known state"}, and its log comes while "
            + "it runs; check that its role may write there");
    }

    /// <summary>From EMR's own store. While the job run goes on, AWS gives its live UI in place of it, which has no log to give.</summary>
    IReadOnlyList<EventLog> Managed(JobAddress address)
    {
        try
        {
            var dashboard = serverless.Get("GetDashboardForJobRun", $"/applications/{address.Owner}/jobruns/{address.Run}/dashboard");
            return new ManagedStore(dashboard.Text("url"), address, serverless.Cancellation).Find(address.Run!);
        }
        catch (ServiceRefusal e)
        {
            throw new RightsizerException(ExitCode.InputUnreadable,
                $"{address}: neither the job run nor its application has a log location on S3 "
                + $"(s3MonitoringConfiguration.logUri), and {e.Message}", e);
        }
    }

    (JsonElement Run, JsonElement Application) Describe(JobAddress address)
    {
        try
        {
            // the forms of the ids need no escapes
            var application = $"/applications/{address.Owner}";
            return (
                serverless.Get("GetJobRun", $"{application}/jobruns/{address.Run}").Object("jobRun") ?? throw Empty(address, "GetJobRun"),
                serverless.Get("GetApplication", application).Object("application") ?? throw Empty(address, "GetApplication"));
        }
        catch (ServiceRefusal e)
        {
            throw JobRefusals.Describe(e, address, "job run", serverless.Region);
        }
    }

    static string? LogUriOf(JsonElement? of) => of?.At("monitoringConfiguration", "s3MonitoringConfiguration")?.Text("logUri");

    static RightsizerException Empty(JobAddress address, string operation) => new(
        ExitCode.InputUnreadable, $"{address}: {operation} answers with nothing in it; check the endpoint");
}
