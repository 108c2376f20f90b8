using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>Tells sessions and streams from batch work by the traces that each leaves in settings, command line and name.</summary>
static class WorkloadTeller
{
    /// <summary>Main class or primary resource of spark-submit, by what it starts.</summary>
    static readonly (string Trace, string Kind)[] Commands =
    [
        ("HiveThriftServer2", "thrift"), ("SparkSQLCLIDriver", "sql"), ("org.apache.spark.repl.Main", "shell"), ("pyspark-shell", "shell"), ("sparkr-shell", "shell"),
        ("org.apache.livy.", "livy"), ("org.apache.zeppelin.", "notebook"), ("ipykernel", "notebook"), ("SparkConnectServer", "connect"),
    ];

    static readonly (string Prefix, string Kind)[] Names =
    [
        ("Spark shell", "shell"), ("PySparkShell", "shell"), ("SparkR", "shell"), ("SparkSQL::", "sql"), ("Thrift JDBC/ODBC Server", "thrift"), ("Spark Connect server", "connect"),
        ("livy-session-", "livy"), ("Zeppelin", "notebook"), ("Databricks Shell", "notebook"), ("jupyter", "notebook"),
    ];

    public static (Workload Workload, string? InteractiveKind) Of(ApplicationRun run)
    {
        var command = run.Environment.SystemProperties.GetValueOrDefault("sun.java.command") ?? "";
        foreach (var (trace, kind) in Commands)
        {
            if (command.Contains(trace, StringComparison.Ordinal)) return (Workload.Interactive, kind);
        }
        var name = run.App.Name ?? run.Environment["spark.app.name"] ?? "";
        foreach (var (prefix, kind) in Names)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return (Workload.Interactive, kind);
        }
        var settings = run.Environment.SparkProperties;
        // batches of Livy have settings of its own as well, but no session
        if (settings.Keys.Any(k => k.StartsWith("spark.livy.session", StringComparison.Ordinal))) return (Workload.Interactive, "livy");
        if (settings.ContainsKey("spark.repl.class.outputDir") || settings.ContainsKey("spark.repl.class.uri")) return (Workload.Interactive, "shell");
        var streams = run.SqlExecutions.Any(x => x.Description is { } d && d.Contains("runId = ", StringComparison.Ordinal) && d.Contains("batch = ", StringComparison.Ordinal))
            || run.Jobs.Any(j => j.Description is { } d && d.StartsWith("Streaming job from", StringComparison.Ordinal));
        return (streams ? Workload.Streaming : Workload.Batch, null);
    }
}
