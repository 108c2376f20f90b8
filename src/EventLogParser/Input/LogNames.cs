using System.Globalization;
using System.Text.RegularExpressions;

namespace Rightsizer.EventLogParser.Input;

/// <summary>The names that Spark and Databricks give to logs and their parts.</summary>
static partial class LogNames
{
    public const string InProgress = ".inprogress", Compact = ".compact", RollingPrefix = "eventlog_v2_", StatusPrefix = "appstatus_",
        Spark1Part = "EVENT_LOG_", Spark1Version = "SPARK_VERSION_", Spark1Complete = "APPLICATION_COMPLETE";

    /// <summary>Index and application of a part of a rolling log: events_N_APP[.codec][.compact].</summary>
    public static bool IsRollingPart(string name, out int index, out string application)
    {
        var match = RollingPart().Match(name);
        index = 0;
        application = match.Success ? WithoutSuffixes(match.Groups[2].Value) : "";
        return match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    public static bool IsDatabricksPart(string name) => DatabricksPart().IsMatch(name);

    public static bool IsSpark1Part(string name, out int index)
    {
        index = 0;
        return name.StartsWith(Spark1Part, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(Spark1Part.Length), NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    /// <summary>Files that stand beside logs and are none, hidden ones included.</summary>
    public static bool IsIgnored(string name) =>
        name.Split('/').Any(s => s.StartsWith('.') || s == "__MACOSX")
        || name.EndsWith('/') || name.EndsWith(".crc", StringComparison.Ordinal) || name.EndsWith("_SUCCESS", StringComparison.Ordinal);

    public static bool IsInProgress(string name) =>
        (name.EndsWith(Compact, StringComparison.Ordinal) ? name[..^Compact.Length] : name).EndsWith(InProgress, StringComparison.Ordinal);

    /// <summary>Splits APP[_ATTEMPT] as Spark joins them. A YARN application's own id ends in a number, which is no attempt.</summary>
    public static (string Application, int Attempt) SplitAttempt(string name)
    {
        if (name.StartsWith(RollingPrefix, StringComparison.Ordinal)) name = name[RollingPrefix.Length..];
        name = WithoutSuffixes(name);
        var match = YarnApplication().Match(name);
        if (!match.Success) match = AnyApplication().Match(name);
        return match.Success && match.Groups[2].Success
            ? (match.Groups[1].Value, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : (name, 0);
    }

    /// <summary>True for the id that a cluster manager gives an application, as Spark names its log.</summary>
    public static bool IsApplicationId(string name) => ApplicationId().IsMatch(SplitAttempt(name).Application);

    static string WithoutSuffixes(string name)
    {
        while (Suffix().Match(name) is { Success: true } match) name = name[..match.Index];
        return name;
    }

    [GeneratedRegex(@"^events_(\d+)_(.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex RollingPart();

    [GeneratedRegex(@"^eventlog(-\d{4}-\d\d-\d\d--\d\d-\d\d)?(\.gz)?$", RegexOptions.CultureInvariant)]
    private static partial Regex DatabricksPart();

    [GeneratedRegex(@"^(application_\d+_\d+)(?:_(\d{1,4}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex YarnApplication();

    [GeneratedRegex(@"^(.+)_(\d{1,4})$", RegexOptions.CultureInvariant)]
    private static partial Regex AnyApplication();

    [GeneratedRegex(@"^(app-\d{14}-\d{4}|application_\d+_\d+|local-\d{13}|spark-[0-9a-f]{32})$", RegexOptions.CultureInvariant)]
    private static partial Regex ApplicationId();

    [GeneratedRegex(@"(?<=.)\.(inprogress|compact|zstd|zst|lz4|snappy|lzf|gz|zip|tar|tgz)$", RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();
}
