using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>What a finding says where stages were rolled back because the output of a repeated one is not the same each time.</summary>
static class RollbackText
{
    public const string Refused = "Spark could not roll a stage back: its input was repeated and may differ from what was already used.";

    /// <summary>A clause for the end of a sentence; empty where nothing was rolled back.</summary>
    public static string Clause(IReadOnlyList<Rollback> rollbacks) => rollbacks.Count == 0 ? ""
        : $", and Spark rolled back stage {rollbacks.MaxBy(r => r.KeptTasks).Again.StageId}";

    /// <summary>A sentence after a blank; empty where nothing was rolled back.</summary>
    public static string Sentence(IReadOnlyList<Rollback> rollbacks)
    {
        if (rollbacks.Count == 0) return "";
        var top = rollbacks.MaxBy(r => r.KeptTasks);
        return $" Stage {top.Again.StageId} was run again from the start, and the output of "
            + $"{Quantity.Plural(top.KeptTasks, "task", "tasks")} that was still there was discarded: the stage that was repeated before "
            + $"it gave other rows, or can give other rows each time it runs.";
    }

    public static IEnumerable<Evidence> Evidence(IReadOnlyList<Rollback> rollbacks) => rollbacks.Count == 0 ? []
        : [new("rolledBackStages", rollbacks.Count, "count"), new("discardedTasks", rollbacks.Sum(r => r.KeptTasks), "count")];

    public static IEnumerable<Advice> Advice(IReadOnlyList<Rollback> rollbacks) => rollbacks.Count == 0 ? [] : [Stable()];

    /// <summary>To have stages give the same rows whenever they run.</summary>
    public static Advice Stable() => new("make the repeated stage give the same rows each time", null, null,
        "rand(), the current time, repartition(n) of rows in no fixed order and UDFs with state give other rows when a task runs again. "
            + "Repartition by columns, seed what is random, or write the result down before it is used, with checkpoint() or as a table.",
        "A checkpoint is one more write.");
}
