using System.Text.RegularExpressions;

namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>
/// Reads what Hudi says about its jobs: "MODULE:STEP: TABLE" as their description, or before Hudi 0.14 the module as their group.
/// </summary>
/// <remarks>Written after Hudi's source (setJobStatus) and tried on no log of it.</remarks>
static partial class HudiJobs
{
    /// <summary>By a part of the module's name; the first that fits.</summary>
    static readonly (string Part, string Service)[] services =
    [
        ("Compact", "compaction"), ("Clustering", "clustering"), ("SparkJobExecutionStrategy", "clustering"), ("Clean", "clean"),
        ("Rollback", "rollback"), ("Index", "index lookup"), ("Metadata", "metadata table"), ("CommitActionExecutor", "write"),
        ("WriteHelper", "write"), ("UpsertPartitioner", "write"),
    ];

    /// <summary>Null where Hudi did not start the job.</summary>
    /// <param name="group">The job's group.</param>
    /// <param name="description">Its description.</param>
    public static TableCommand? Read(string? group, string? description)
    {
        var (module, step) = Split(group, description);
        return module is null ? null : new(TableVerb.Procedure, TableFormat.Hudi, TableOf(step), ServiceOf(module, step));
    }

    /// <summary>"Doing partition and writing data"; null where Hudi did not start the job.</summary>
    public static string? StepOf(string? group, string? description)
    {
        var (module, step) = Split(group, description);
        if (module is null || step is null) return null;
        return TableOf(step) is { } table ? step[..^(table.Length + 2)] : step;
    }

    static (string? Module, string? Step) Split(string? group, string? description)
    {
        if (description is not null && Described().Match(description) is { Success: true } m) return (m.Groups[1].Value, m.Groups[2].Value);
        return group is not null && Module().IsMatch(group) ? (group, description) : (null, null);
    }

    /// <summary>A compaction collects its results in a class that is named after neither.</summary>
    static string ServiceOf(string module, string? step) =>
        services.FirstOrDefault(s => module.Contains(s.Part, StringComparison.Ordinal)).Service
            ?? (step?.Contains("compaction", StringComparison.Ordinal) == true ? "compaction"
                : step?.Contains("clustering", StringComparison.Ordinal) == true ? "clustering" : "table service");

    static string? TableOf(string? step) => step is not null && TableAtEnd().Match(step) is { Success: true } m ? m.Groups[1].Value : null;

    const string Modules =
        "(?:Hoodie|SparkRDDWriteClient|SparkRDDTableServiceClient|SparkCommitActionExecutor|CompactionActionExecutor"
        + "|CleanPlanActionExecutor|CleanActionExecutor|ClusteringCommitActionExecutor|SparkJobExecutionStrategy"
        + "|UpsertPartitioner|RollbackActionExecutor|BaseWriteHelper|RollbackStrategy)";

    [GeneratedRegex(
        @"^((?=[A-Z])\w{0,80}?" + Modules + @"\w{0,80}):\s?(\S.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Described();

    [GeneratedRegex(@"^(?=[A-Z])\w{0,80}?" + Modules + @"\w{0,80}$", RegexOptions.CultureInvariant)]
    private static partial Regex Module();

    [GeneratedRegex(@": ([\w.-]{1,255})$", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex TableAtEnd();
}
