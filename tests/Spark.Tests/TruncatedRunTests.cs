using System.Text;
using System.Text.Json;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests;

/// <summary>The whole way from bytes to JSON over one small real log, cut at every byte.</summary>
public class TruncatedRunTests
{
    static readonly int Step = Thoroughness.Step(24);

    [Fact]
    public void SmallRealLog_CutAtEveryByte_IsAnsweredAndKeepsEveryWholeLine()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var whole = File.ReadAllBytes(Path.Combine(SharedFolder.Path, "logs", "spark", "local-1426533911241"));
        var firstLine = Array.IndexOf(whole, (byte)'\n');

        for (var cut = 1; cut <= whole.Length; cut += Step)
        {
            var stub = whole[..cut];
            if (cut < firstLine) Assert.Equal(ExitCode.NotAnEventLog, Assert.Throws<RightsizerException>(() => JsonOf(stub)).ExitCode);
            else CheckAnswer(stub, whole.Length);
        }
    }

    static void CheckAnswer(byte[] stub, int wholeLength)
    {
        using var json = JsonOf(stub);
        var lines = Encoding.UTF8.GetString(stub).Split('\n');
        // the last piece counts when only its newline is missing
        var whole = lines[..^1].Append(IsJson(lines[^1]) ? lines[^1] : "").Where(l => l.Length > 0).ToList();
        var log = json.RootElement.GetProperty("log");

        Assert.Equal(0, log.GetProperty("malformedLines").GetInt64());
        Assert.Equal(stub.Length < wholeLength && lines[^1].Length > 0 && !IsJson(lines[^1]), log.GetProperty("truncated").GetBoolean());
        Assert.Equal(Count(whole, "SparkListenerTaskEnd"),
            json.RootElement.GetProperty("totals").GetProperty("numCompleteTasks").GetInt32());
        Assert.Equal(Count(whole, "SparkListenerJobStart"), json.RootElement.GetProperty("jobs").GetArrayLength());
        Assert.Equal(Count(whole, "SparkListenerApplicationEnd") == 1,
            json.RootElement.GetProperty("app").GetProperty("hasApplicationEnd").GetBoolean());
    }

    static int Count(List<string> lines, string name) =>
        lines.Count(l => l.StartsWith($"{{\"Event\":\"{name}\"", StringComparison.Ordinal));

    static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static JsonDocument JsonOf(byte[] bytes)
    {
        using var stream = new MemoryStream();
        JsonReport.Write(stream, ApplicationAnalyzer.Analyze(ApplicationRunLoader.Load(TextLog.Of(bytes)), new AnalysisOptions()));
        return JsonDocument.Parse(stream.ToArray());
    }
}
