using System.Text.Json;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>With every display text changed no number changes: nothing decides by words.</summary>
public class OtherWordsTests
{
    const string Mark = "~";

    static readonly string samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    public static TheoryData<string> Commands() => ["diagnose", "size", "summarize"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void OneLogInOtherWords_HasTheSameNumbers(string command)
    {
        var logs = Directory.EnumerateFileSystemEntries(samples)
            .Where(f => Path.GetFileName(f) is { } n
            && (n.StartsWith("app-", StringComparison.Ordinal) || n.StartsWith("eventlog", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).ToList();
        foreach (var log in Thoroughness.Choose(logs, command == "size" ? 2 : 1))
        {
            SameNumbers(command == "summarize" ? [command, log] : [command, log, "--format", "json"]);
        }
    }

    [Fact]
    public void ManyLogsInOtherWords_HaveTheSameNumbers()
    {
        SameNumbers(["report", samples, "--format", "json"]);
        SameNumbers(["size", samples, "--format", "json"]);
    }

    [Fact]
    public void LogsOfEmrInOtherWords_HaveTheSameNumbers()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var logs = Directory.GetFiles(Path.Combine(SharedFolder.Path!, "logs", "spark"), "application_*").Order(StringComparer.Ordinal)
            .ToList();
        Assert.SkipWhen(logs.Count == 0, SharedFolder.SkipReason);
        foreach (var log in Thoroughness.Choose(logs, nth: 2))
        {
            SameNumbers(["summarize", log], hasWords: false);
            SameNumbers(["size", log, "--format", "json"]);
        }
    }

    static void SameNumbers(string[] arguments, bool hasWords = true)
    {
        var usual = CliRun.Of(arguments);
        CliRun other;
        DisplayText.Reworded.Value = text => Mark + new string([.. text.Reverse()]);
        try
        {
            other = CliRun.Of(arguments);
        }
        finally
        {
            DisplayText.Reworded.Value = null;
        }
        Assert.Equal(0, usual.ExitCode);
        Assert.Equal(usual.ExitCode, other.ExitCode);
        if (hasWords) Assert.Contains(Mark, other.Output, StringComparison.Ordinal);
        using var a = JsonDocument.Parse(usual.Output);
        using var b = JsonDocument.Parse(other.Output);
        Same(a.RootElement, b.RootElement, "$");
    }

    static void Same(JsonElement a, JsonElement b, string at)
    {
        Assert.True(a.ValueKind == b.ValueKind, $"{at}: {a.ValueKind}, {b.ValueKind} in other words");
        switch (a.ValueKind)
        {
            case JsonValueKind.Object:
                var (left, right) = (a.EnumerateObject().ToList(), b.EnumerateObject().ToList());
                Assert.True(left.Select(p => p.Name).SequenceEqual(right.Select(p => p.Name)), $"{at}: other fields in other words");
                foreach (var (x, y) in left.Zip(right)) Same(x.Value, y.Value, $"{at}.{x.Name}");
                break;
            case JsonValueKind.Array:
                Assert.True(a.GetArrayLength() == b.GetArrayLength(),
                    $"{at}: {a.GetArrayLength()} items, {b.GetArrayLength()} in other words");
                foreach (var (x, i) in a.EnumerateArray().Zip(b.EnumerateArray()).Select((x, i) => (x, i)))
                    Same(x.First, x.Second, FormattableString.Invariant($"{at}[{i}]"));
                break;
            case JsonValueKind.String when b.GetString()!.Contains(Mark, StringComparison.Ordinal):
                break;
            default:
                Assert.True(a.GetRawText() == b.GetRawText(), $"{at}: {a.GetRawText()}, {b.GetRawText()} in other words");
                break;
        }
    }
}
