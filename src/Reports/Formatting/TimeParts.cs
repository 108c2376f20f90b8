using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Formatting;

/// <summary>Which finding is about which part of a run's time, and why the largest part has none.</summary>
static class TimeParts
{
    /// <summary>Kinds of finding that explain a part, by the part's name.</summary>
    static readonly Dictionary<string, string[]> Kinds = new(StringComparer.Ordinal)
    {
        ["gc"] = ["gc"],
        ["spill"] = ["spill"],
        ["shuffleFetchWait"] = ["fetchWait"],
        ["deserialize"] = ["tooManyPartitions"],
        ["schedulerDelay"] = ["tooManyPartitions", "bigResult"],
        ["failedAttempts"] = ["failedAttempts", "failedJob", "lostExecutor", "fetchFailure", "outOfMemory", "userError"],
        ["waitingForTail"] = ["skew", "slowHost"],
        ["tooFewTasks"] = ["tooFewPartitions"],
        ["waitingForLaunch"] = ["tooManyPartitions"],
        ["repeatedStages"] = ["fetchFailure", "lostExecutor"],
        ["betweenStages"] = ["largeBroadcast", "fileListing"],
        ["driver"] = ["driverBound", "interactive", "writeCommit", "fileListing"],
        ["triggerWait"] = ["triggerWait"],
        ["beforeFirstJob"] = ["slowStart", "interactive"],
        ["afterLastJob"] = ["idleTail", "interactive"],
    };

    /// <summary>Kinds whose cause lies in a part without being all of it.</summary>
    static readonly Dictionary<string, string[]> Within = new(StringComparer.Ordinal)
    {
        ["ioAndWait"] = ["smallFilesRead", "tinyFiles", "pythonUdf", "skew", "tooFewPartitions", "tooManyPartitions", "slowHost"],
        ["cpu"] = ["skew", "tooFewPartitions", "slowHost", "crossJoin", "cacheDidNotFit"],
    };

    /// <summary>The first of the kinds that is about this part; null where none is.</summary>
    public static string? Explains(string part, IReadOnlySet<string> kinds) =>
        Kinds.GetValueOrDefault(part)?.FirstOrDefault(kinds.Contains);

    /// <summary>
    /// One sentence on the largest part of the time: the finding that is about it, or why there is none. Null without a replay.
    /// </summary>
    public static string? Largest(AnalysisResult result)
    {
        if (result.Waterfall is not { TotalMs: > 0, Time: [_, ..] } w) return null;
        var part = w.Time.MaxBy(l => l.Ms)!;
        var words = $"The largest part, {Phrases.TimePart(part.Name)} ({Quantity.Percent((double)part.Ms / w.TotalMs)}),";
        if (Find(Kinds, part.Name, result.Findings) is { } whole) return $"{words} is explained by finding {whole}.";
        if (Find(Within, part.Name, result.Findings) is { } within) return $"{words} is in part explained by finding {within}.";
        var off = result.Detectors.FirstOrDefault(d => d.Outcome == OutcomeKind.Off
            && (Concerns(Kinds, part.Name, d.Kind) || Concerns(Within, part.Name, d.Kind)));
        return off is not null ? $"{words} has no finding: {off.Kind} is turned off in the settings."
            : $"{words} has no finding: {Why(part.Name)}.";
    }

    static bool Concerns(Dictionary<string, string[]> map, string part, string kind) =>
        map.GetValueOrDefault(part)?.Contains(kind) == true;

    /// <summary>Its number and kind in the report.</summary>
    static string? Find(Dictionary<string, string[]> map, string part, IReadOnlyList<Finding> findings)
    {
        var kinds = map.GetValueOrDefault(part) ?? [];
        for (var i = 0; i < findings.Count; i++)
        {
            if (kinds.Contains(findings[i].Kind)) return FormattableString.Invariant($"{i + 1} ({findings[i].Kind})");
        }
        return null;
    }

    static string Why(string part) => part switch
    {
        "cpu" => "it is the work itself, and no check found any of it to be wasted",
        "ioAndWait" => "tasks read, write or wait outside the JVM there, and the log does not say for what",
        "unknownRunTime" => "this Spark wrote no details of what its tasks did",
        "gc" => "no stage has more of it than a healthy job",
        "spill" => "without the spills the run would end at about the same time",
        "shuffleFetchWait" => "no stage waits for more of its time than a healthy shuffle does",
        "shuffleWrite" => "its bytes have to be written, and no check found fewer of them possible",
        "deserialize" => "the first tasks of an executor load the code, and their number is not too high",
        "schedulerDelay" => "it is spread over tasks whose number is not too high",
        "failedAttempts" => "what failed cost the run less than the other findings",
        "waitingForTail" => "no task is long enough to be called skewed when compared with the others of its stage",
        "tooFewTasks" => "the stages with fewer tasks than cores are short or have little data, so cutting them finer would not pay",
        "waitingForLaunch" => "Spark waited before it started tasks, for data on the same host or for its own scheduler",
        "waitingForExecutors" => "the cluster had not given the application its executors",
        "repeatedStages" => "stages ran again, and the log does not say why",
        "betweenStages" => "a query planned its next stages, or waited for what it had collected",
        "driver" => "the gaps between jobs are short, each about what any driver takes",
        "triggerWait" => "the stream keeps up with its trigger and needs the room",
        "beforeFirstJob" => "it is about what a driver and its first executors take to start",
        "afterLastJob" => "it is about what an application takes to stop",
        _ => "no check looks at it",
    };
}
