using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The places in code that Spark names jobs and stages after, such as "collect at /home/me/orders.py:14".</summary>
public static class CallSites
{
    /// <summary>Python calls the JVM by reflection, and Spark's own threads submit jobs: such a place says nothing about the job.</summary>
    static readonly string[] Machinery =
    [
        "NativeMethodAccessorImpl", "DirectMethodHandleAccessor", "GeneratedMethodAccessor", "<unknown>", "$anonfun$", "CompletableFuture",
        "ThreadPoolExecutor", "FutureTask", JobTexts.Connect, "PythonRDD.scala", "PythonUtils.scala",
        "SparkHadoopWriter.scala", "HadoopFSUtils.scala", "BroadcastExchangeExec.scala", "SparkPlan.scala",
    ];

    /// <summary>Methods of Spark's own that a user never calls, by what the user called; null where that may be anything.</summary>
    static readonly Dictionary<string, string?> OwnActions = new(StringComparer.Ordinal)
    {
        ["readRDDFromFile"] = "parallelize",
        ["showString"] = "show",
        ["getRowsToPython"] = "show",
        ["collectToPython"] = "collect",
        ["toPandas"] = "toPandas",
        ["runJob"] = null,
        ["run"] = null,
        ["call"] = null,
        ["get"] = null,
        ["apply"] = null,
    };

    const string ListingFiles = JobTexts.Listing + " for ";

    /// <summary>Spark's own job that lists files, in its own words; null for any other text.</summary>
    public static string? Listing(string? text) => text?.StartsWith(ListingFiles, StringComparison.Ordinal) != true ? null
        : "list the files of " + text.Split('\n')[0][ListingFiles.Length..].Split("<br", 2)[0].TrimEnd(' ', ':');

    /// <summary>The name as it is; null where its place is not in the user's code.</summary>
    public static string? InUserCode(string? name) =>
        string.IsNullOrWhiteSpace(name) || Machinery.Any(m => name.Contains(m, StringComparison.Ordinal)) ? null : name.Trim();

    /// <summary>"collect at orders.py:14"; "saveAsTable" where the place is not in the user's code; null where nothing is left.</summary>
    public static string? Short(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || IsOfConnect(name)) return null;
        var (action, place) = Split(name.Trim());
        if (InUserCode(action) is null) return null;
        if (Listing(action) is { } listing) return listing;
        // a place in the user's code says where, whatever Spark calls what it did there
        if (OwnActions.TryGetValue(action, out var called)) return place is null ? called : called is null ? place : $"{called} at {place}";
        return place is null ? InUserCode(name) is null || name.Contains(" at ", StringComparison.Ordinal) ? action : name.Trim()
            : $"{action} at {place}";
    }

    /// <summary>"orders.py:14"; null where the place is not in the user's code.</summary>
    public static string? Place(string? name) => string.IsNullOrWhiteSpace(name) || IsOfConnect(name) ? null : Split(name.Trim()).Place;

    /// <summary>Spark Connect describes a job by its session and the beginning of its plan.</summary>
    static bool IsOfConnect(string name) => name.StartsWith(JobTexts.Connect, StringComparison.Ordinal);

    static (string Action, string? Place) Split(string name)
    {
        var at = name.LastIndexOf(" at ", StringComparison.Ordinal);
        if (at < 0) return (name, null);
        var place = name[(at + 4)..];
        return (name[..at], InUserCode(place) is null ? null : place[(place.LastIndexOfAny(['/', '\\']) + 1)..]);
    }
}
