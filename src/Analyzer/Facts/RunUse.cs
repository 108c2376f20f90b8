using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// Tells streams and sessions of people from work with an end, by the traces that each leaves in settings, command line and name.
/// </summary>
static class RunUse
{
    /// <summary>Main class or primary resource of spark-submit, by what it starts.</summary>
    static readonly (string Trace, string Kind)[] Commands =
    [
        ("HiveThriftServer2", "thrift"), ("SparkSQLCLIDriver", "sql"), ("org.apache.spark.repl.Main", "shell"), ("pyspark-shell", "shell"),
            ("sparkr-shell", "shell"),
        ("org.apache.livy.", "livy"), ("org.apache.zeppelin.", "notebook"), ("ipykernel", "notebook"), ("SparkConnectServer", "connect"),
    ];

    /// <summary>shell, sql, thrift, connect, livy or notebook; null where nobody sits at a prompt.</summary>
    public static string? InteractiveKind(ApplicationRun run)
    {
        var command = run.Environment.SystemProperties.GetValueOrDefault("sun.java.command") ?? "";
        foreach (var (trace, kind) in Commands)
        {
            if (command.Contains(trace, StringComparison.Ordinal)) return kind;
        }
        var name = run.App.Name ?? run.Environment["spark.app.name"] ?? "";
        if (SessionNames.Find(name) is { } session) return session.Kind;
        var settings = run.Environment.SparkProperties;
        // batches of Livy have settings of its own as well, but no session
        if (settings.Keys.Any(k => k.StartsWith("spark.livy.session", StringComparison.Ordinal))) return "livy";
        return settings.ContainsKey("spark.repl.class.outputDir") || settings.ContainsKey("spark.repl.class.uri") ? "shell" : null;
    }

    /// <summary>The application was shut down while the job still ran: what is in the log as its failure is not one of the job.</summary>
    public static bool WasCutOff(Job job) => job.Failure?.Contains("SparkContext was shut down", StringComparison.Ordinal) == true;

    /// <summary>A streaming query ran: its length is set by whoever stops it.</summary>
    public static bool IsStream(ApplicationRun run) => HasQueries(run) || HasDStreams(run);

    /// <summary>Its batches come at the interval of a StreamingContext, and no query has a trigger.</summary>
    public static bool IsDStream(ApplicationRun run) => HasDStreams(run) && !HasQueries(run);

    static bool HasQueries(ApplicationRun run) =>
        run.StreamingProgress.Count > 0 || run.SqlExecutions.Any(x => JobTexts.IsBatch(x.Description))
        || run.Jobs.Any(j => JobTexts.IsBatch(j.Description));

    static bool HasDStreams(ApplicationRun run) => run.Jobs.Any(j =>
        j.IsStreaming || j.Description?.StartsWith(JobTexts.Streaming, StringComparison.Ordinal) == true);
}
