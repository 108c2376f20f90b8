using System.IO.Compression;
using System.Text.Json;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>
/// Which run of which workflow started an application: by the names that Airflow, OpenLineage and Dagster put into a run's settings, else
/// by tags (docs/fleet.md, Workflows).
/// </summary>
static class WorkflowTeller
{
    public const string Airflow = "airflow", OpenLineage = "openLineage", Dagster = "dagster", Tagged = "tags";

    const int MaxText = 256;

    /// <summary>What Dagster hands over, as text and inflated; a run's context has a few kilobytes.</summary>
    const int MaxContext = 1 << 16, MaxInflated = 1 << 20;

    /// <summary>Before the name of an environment variable of the driver, or of the executors.</summary>
    static readonly string[] EnvPrefixes =
    [
        "spark.yarn.appMasterEnv.", "spark.kubernetes.driverEnv.", "spark.emr-serverless.driverEnv.", "spark.executorEnv.",
    ];

    /// <summary>Null where the log names no workflow.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="tags">As <see cref="RunIdentity.Tags"/>.</param>
    public static RunWorkflow? Infer(SparkEnvironment settings, IReadOnlyList<string> tags)
    {
        return OfAirflow(settings)
            ?? Make(OpenLineage, settings["spark.openlineage.rootParentJobName"], settings["spark.openlineage.rootParentRunId"],
                TaskOf(settings["spark.openlineage.parentJobName"], settings["spark.openlineage.rootParentJobName"]))
            ?? OfDagster(settings)
            ?? Make(Dagster, Tag("dagster/job"), Tag("dagster/run-id") ?? Tag("dagster/run_id"), Tag("dagster/op"))
            ?? Make(Airflow, Tag("dag_id"), Tag("run_id"), Tag("task_id"))
            ?? Make(Tagged, Tag("workflow"), Tag("workflowRun"), Tag("workflowTask"));

        string? Tag(string name) => tags.FirstOrDefault(t => t.Length > name.Length && t[name.Length] == '='
            && t.StartsWith(name, StringComparison.Ordinal))?[(name.Length + 1)..];
    }

    static RunWorkflow? OfAirflow(SparkEnvironment settings) =>
        Make(Airflow, Env(settings, "AIRFLOW_CTX_DAG_ID"),
            Env(settings, "AIRFLOW_CTX_DAG_RUN_ID") ?? Env(settings, "AIRFLOW_CTX_EXECUTION_DATE"), Env(settings, "AIRFLOW_CTX_TASK_ID"))
        ?? Make(Airflow, settings["spark.airflow.ctx.dag_id"],
            settings["spark.airflow.ctx.dag_run_id"] ?? settings["spark.airflow.ctx.execution_date"], settings["spark.airflow.ctx.task_id"])
        ?? Make(Airflow, settings["spark.airflow.dag_id"], settings["spark.airflow.dag_run_id"] ?? settings["spark.airflow.run_id"],
            settings["spark.airflow.task_id"]);

    static RunWorkflow? OfDagster(SparkEnvironment settings)
    {
        if (Env(settings, "DAGSTER_PIPES_CONTEXT") is not { Length: <= MaxContext } text) return null;
        try
        {
            using var stream = new ZLibStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
            var inflated = new byte[MaxInflated];
            var count = stream.ReadAtLeast(inflated, MaxInflated, throwOnEndOfStream: false);
            if (count == MaxInflated) return null;
            using var document = JsonDocument.Parse(inflated.AsMemory(0, count));
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("data", out var data)
                || data.ValueKind != JsonValueKind.Object) return null;
            return Make(Dagster, Text(data, "job_name"), Text(data, "run_id"), FirstOf(data, "asset_keys"));
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException)
        {
            // another version of Dagster may write it otherwise
            return null;
        }
    }

    static string? Text(JsonElement at, string name) =>
        at.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static string? FirstOf(JsonElement at, string name) => at.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
        && list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.String ? list[0].GetString() : null;

    static RunWorkflow? Make(string system, string? name, string? runId, string? task) => Clean(name) is { } named
        ? new RunWorkflow(system, named, Clean(runId), Clean(task)) : null;

    static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : RunSummarizer.Cut(text.Trim(), MaxText);

    /// <summary>OpenLineage's job of an Airflow task is DAG.TASK.</summary>
    static string? TaskOf(string? job, string? workflow) => job is not null && workflow is not null && job.Length > workflow.Length + 1
        && job.StartsWith(workflow + ".", StringComparison.Ordinal) ? job[(workflow.Length + 1)..] : null;

    static string? Env(SparkEnvironment settings, string name)
    {
        foreach (var prefix in EnvPrefixes)
        {
            if (settings[prefix + name] is { } value) return value;
        }
        return null;
    }
}
