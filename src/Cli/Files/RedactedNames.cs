using System.Globalization;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.Cli.Files;

/// <summary>Names for the files of a redacted log by which the reader finds the log again as it was stored.</summary>
/// <param name="log">A log of several files.</param>
sealed class RedactedNames(EventLog log)
{
    readonly string id = "app-" + StandIn.Create("log", log.Location)["log-".Length..]
        + (log.Attempt is { } attempt ? "_" + attempt.ToString(CultureInfo.InvariantCulture) : "");

    string Folder => log.Layout == EventLogKind.Rolling ? $"eventlog_v2_{id}/" : "";

    /// <summary>Files without content, whose names alone say something: whether the log is complete, and the version of Spark.</summary>
    public IEnumerable<string> Empty
    {
        get
        {
            if (log.Layout == EventLogKind.Rolling && log.InProgress is { } inProgress)
                yield return $"{Folder}appstatus_{id}{(inProgress ? ".inprogress" : "")}";
            if (log.Layout != EventLogKind.Spark1Folder) yield break;
            if (log.SparkVersionFromName is { } version) yield return "SPARK_VERSION_" + RedactionGate.Version(version);
            if (log.InProgress == false) yield return "APPLICATION_COMPLETE";
        }
    }

    /// <summary>The name of a part, with the folder of a rolling log.</summary>
    /// <param name="i">Index of the part in the log.</param>
    public string Part(int i) => Folder + (log.Layout switch
    {
        EventLogKind.Rolling => RollingName(i),
        // the name is a time, by which the reader sorts; the copy is not compressed
        EventLogKind.DatabricksFolder => log.Parts[i].Name.EndsWith(".gz", StringComparison.Ordinal) ? log.Parts[i].Name[..^3]
            : log.Parts[i].Name,
        _ => "EVENT_LOG_" + (i + 1).ToString(CultureInfo.InvariantCulture),
    });

    string RollingName(int i)
    {
        var steps = log.Parts[i].Name.Split('_');
        var index = steps.Length > 1 && int.TryParse(steps[1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : i + 1;
        return string.Create(CultureInfo.InvariantCulture, $"events_{index}_{id}{(i == 0 && log.Compacted ? ".compact" : "")}");
    }
}
