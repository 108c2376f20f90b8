using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Tests.Fleet;

/// <summary>A real log as a run of another day, name and speed.</summary>
/// <param name="Name">Application's name.</param>
/// <param name="AppId">Application's id, "application_START_NUMBER".</param>
/// <param name="StartMs">Epoch milliseconds at which the application starts.</param>
/// <param name="Stretch">The application takes this many times as long, and so do its tasks.</param>
sealed partial record ShiftedLog(string Name, string AppId, long StartMs, int Stretch = 1)
{
    const long DayMs = 86_400_000;

    /// <summary>On YARN of EMR on EC2, else where it ran.</summary>
    public bool OnEmr { get; init; }

    /// <summary>Spark properties to set.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <returns>Milliseconds from start to end of the written log.</returns>
    public long Write(string log, string path)
    {
        var lines = Lines(log);
        var first = TimeOf(lines, "SparkListenerApplicationStart");
        File.WriteAllLines(path, lines.Select(l => Shift(l, first)));
        return (TimeOf(lines, "SparkListenerApplicationEnd") - first) * Stretch;
    }

    static List<string> Lines(string log)
    {
        using var reader = new StreamReader(DecodedStream.Open(EventLogLocator.Find(log).Single().Parts.Single()));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    static long TimeOf(List<string> lines, string kind) => JsonNode.Parse(lines.Single(l =>
        l.StartsWith($"{{\"Event\":\"{kind}\"", StringComparison.Ordinal)))!["Timestamp"]!.GetValue<long>();

    string Shift(string line, long first)
    {
        line = Moment().Replace(line, m => Number(m) is var at && Math.Abs(at - first) > DayMs ? m.Value
            : (StartMs + (at - first) * Stretch).ToString(CultureInfo.InvariantCulture));
        if (Stretch != 1)
            line = Duration().Replace(line, m => m.Groups[1].Value
                + (long.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture) * Stretch).ToString(CultureInfo.InvariantCulture));
        if (OnEmr && line.StartsWith("{\"Event\":\"SparkListenerLogStart\"", StringComparison.Ordinal))
            return """{"Event":"SparkListenerLogStart","Spark Version":"3.5.0-amzn-1"}""";
        var isStart = line.StartsWith("{\"Event\":\"SparkListenerApplicationStart\"", StringComparison.Ordinal);
        if (!isStart && !line.StartsWith("{\"Event\":\"SparkListenerEnvironmentUpdate\"", StringComparison.Ordinal)) return line;
        var node = JsonNode.Parse(line)!;
        if (isStart) (node["App Name"], node["App ID"]) = (Name, AppId);
        else
        {
            var properties = node["Spark Properties"]!;
            (properties["spark.app.name"], properties["spark.app.id"]) = (Name, AppId);
            if (OnEmr) properties["spark.master"] = "yarn";
            foreach (var (key, value) in Settings) properties[key] = value;
        }
        return node.ToJsonString();
    }

    static long Number(Match m) => long.Parse(m.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\w.])1[78]\d{11}(?![\w.])", RegexOptions.CultureInvariant)]
    private static partial Regex Moment();

    [GeneratedRegex("(\"(?:Executor (?:Run|CPU|Deserialize|Deserialize CPU) Time|JVM GC Time|Result Serialization Time|"
        + "Fetch Wait Time|Shuffle Write Time)\":)(\\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
