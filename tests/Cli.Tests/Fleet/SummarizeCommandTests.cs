using System.Text;
using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Fleet;

public class SummarizeCommandTests
{
    static readonly string Samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    static List<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    [Fact]
    public void EveryInput_IsALineInItsOrder_AndWhatFailsSaysWhy()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        File.WriteAllText(tiny.In("text"), "no log");
        var run = CliRun.Of("summarize", tiny.In("missing"), tiny.Log, tiny.In("text"));
        var lines = Lines(run.Output);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["unreadable", "succeeded", "unreadable"], lines.Select(l => l.GetProperty("outcome").GetString()));
        Assert.Equal(["inputError", "notALog"],
            lines.Where(l => l.TryGetProperty("failure", out _)).Select(l => l.GetProperty("failure").GetString()));
        Assert.EndsWith(
            "missing: no such file or folder; check the path", lines[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\0")]
    public void NamesFromStandardInput_AreTakenToTheLast(string end)
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var input = new MemoryStream(Encoding.UTF8.GetBytes(tiny.Log + end + tiny.In("missing")));
        var run = end == "\0" ? CliRun.Of(input, default, "summarize", "--files-from", "-", "-0")
            : CliRun.Of(input, default, "summarize", "--files-from", "-");

        Assert.Equal(2, Lines(run.Output).Count);
    }

    [Fact]
    public void Timeout_IsALineThatSaysSo()
    {
        var log = Directory.GetFiles(Samples, "app-*").Order(StringComparer.Ordinal).First();
        var line = Assert.Single(Lines(CliRun.Of("summarize", log, "--timeout", "0.0001").Output));

        Assert.Equal("timeout", line.GetProperty("failure").GetString());
    }

    [Fact]
    public void List_NamesTheKeysThatSummariesHave()
    {
        var listed = Lines(CliRun.Of("list", Samples).Output);
        var summarized = Lines(
            CliRun.Of(["summarize", .. listed.Select(l => l.GetProperty("key").GetProperty("uri").GetString()!)]).Output);

        Assert.True(listed.Count >= 6);
        Assert.Equal(listed.Select(l => l.GetProperty("key").GetRawText()), summarized.Select(l => l.GetProperty("key").GetRawText()));
    }

    [Fact]
    public void SampleLogs_KeepTheSchema()
    {
        using var schema = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "docs", "run-summary.schema.json")));
        foreach (var line in Lines(CliRun.Of("summarize", Samples).Output))
            Assert.Empty(SchemaValidator.Validate(schema.RootElement, line));
    }

    [Fact]
    public void Pricing_IsPartOfTheKey()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        string KeyWith(params string[] options) =>
            Lines(CliRun.Of(["list", tiny.Log, .. options]).Output)[0].GetProperty("key").GetProperty("pricing").GetString()!;

        Assert.Equal(KeyWith("--usd-per-hour", "3.2"), KeyWith("--usd-per-hour", "3.20"));
        Assert.Equal(4, new[] { KeyWith(), KeyWith("--usd-per-hour", "3"), KeyWith("--region", "eu-west-1"),
            KeyWith("--usd-per-hour", "4") }.Distinct().Count());
    }

    [Fact]
    public void LogInAZip_IsFoundByTheNameThatListPrints()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        using (var zip = System.IO.Compression.ZipFile.Open(tiny.In("two.zip"), System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var name in (string[])["app-1", "app-2"])
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(TinyLog.Start + "\n" + TinyLog.End + "\n");
            }
        }
        var uris = Lines(CliRun.Of("list", tiny.In("two.zip")).Output)
            .ConvertAll(l => l.GetProperty("key").GetProperty("uri").GetString()!);

        Assert.Equal(2, uris.Count);
        Assert.All(Lines(CliRun.Of(["summarize", .. uris]).Output), l => Assert.Equal("succeeded", l.GetProperty("outcome").GetString()));
    }

    /// <summary>In a folder that Spark did not name, a rolling log goes by its first part.</summary>
    [Fact]
    public void RollingLog_IsReadWholeByTheNameThatListPrints()
    {
        using var tiny = new TinyLog();
        File.Delete(tiny.Log);
        File.WriteAllText(tiny.In("events_1_app-1"), TinyLog.Start + "\n");
        File.WriteAllText(tiny.In("events_2_app-1"), TinyLog.End + "\n");
        var listed = Assert.Single(Lines(CliRun.Of("list", tiny.Folder).Output)).GetProperty("key");
        var line = Assert.Single(Lines(CliRun.Of("summarize", listed.GetProperty("uri").GetString()!).Output));

        Assert.Equal(listed.GetRawText(), line.GetProperty("key").GetRawText());
        Assert.Equal("succeeded", line.GetProperty("outcome").GetString());
        Assert.Equal("rolling", line.GetProperty("log").GetProperty("kind").GetString());
    }
}
