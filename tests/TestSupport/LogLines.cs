using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.TestSupport;

/// <summary>The lines of a whole log, so that a test can leave some out.</summary>
public static class LogLines
{
    public static string[] Of(string path) =>
        [.. EventLogLocator.Find(path)[^1].Parts.SelectMany(Read)];

    static IEnumerable<string> Read(LogPart part)
    {
        using var reader = new StreamReader(DecodedStream.Open(part));
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>Class name of a line's event, without its package and "SparkListener".</summary>
    public static string KindOf(string line)
    {
        const string Begin = "{\"Event\":\"";
        return NameOf(line[Begin.Length..line.IndexOf('"', Begin.Length)]);
    }

    /// <summary>Class name of an event without its package and "SparkListener".</summary>
    public static string NameOf(string name)
    {
        name = name[(name.LastIndexOf('.') + 1)..];
        return name.StartsWith("SparkListener", StringComparison.Ordinal) ? name["SparkListener".Length..] : name;
    }

    /// <param name="lines">In order.</param>
    /// <param name="lane">full or fast; null decides by itself.</param>
    public static ApplicationRun Load(IEnumerable<string> lines, string? lane = null) =>
        ApplicationRunLoader.Load(TextLog.Of([.. lines]), EventLogReaderOptions.Default with { Lane = lane });
}
