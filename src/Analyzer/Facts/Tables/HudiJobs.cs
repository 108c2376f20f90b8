using System.Text.RegularExpressions;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>
/// Reads what Hudi says about its jobs: "MODULE:STEP: TABLE" as their description, or before Hudi 0.14 the module as their group.
/// </summary>
/// <remarks>Written after Hudi's source (setJobStatus) and tried on no log of it.</remarks>
static partial class HudiJobs
{
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
        if (description is not null && JobTexts.HudiModule(description, out var step) is { } module && step is not null)
            return (module, step);
        return group is not null && JobTexts.HudiModule(group, out step) is { } ofGroup && step is null
            ? (ofGroup, description) : (null, null);
    }

    /// <summary>A compaction collects its results in a class that is named after neither.</summary>
    static string ServiceOf(string module, string? step) =>
        JobTexts.HudiServices.FirstOrDefault(s => module.Contains(s.Part, StringComparison.Ordinal)).Service
            ?? (step?.Contains("compaction", StringComparison.Ordinal) == true ? "compaction"
                : step?.Contains("clustering", StringComparison.Ordinal) == true ? "clustering" : "table service");

    static string? TableOf(string? step) => step is not null && TableAtEnd().Match(step) is { Success: true } m ? m.Groups[1].Value : null;

    [GeneratedRegex(@": ([\w.-]{1,255})$", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex TableAtEnd();
}
