using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Fleet;

public class ReportCommandTests
{
    static readonly string Samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    static JsonElement Report(params string[] args)
    {
        var run = CliRun.Of(["report", .. args, "--format", "json"]);
        Assert.Equal("", run.Error);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("report");
    }

    static int Logs(JsonElement report, string name) => report.GetProperty("logs").GetProperty(name).GetInt32();

    [Fact]
    public void SecondRun_ReadsOnlyWhatIsNewOrChanged_AndSaysTheSame()
    {
        using var folder = new TinyLog(TinyLog.Start, TinyLog.End);
        var logs = Directory.CreateDirectory(folder.In("logs")).FullName;
        foreach (var f in Directory.GetFiles(Samples, "app-*").Take(3)) File.Copy(f, Path.Combine(logs, Path.GetFileName(f)));
        var state = folder.In("state");
        var first = Report(logs, "--state", state);
        var second = Report(logs, "--state", "file://" + state);
        var changed = Directory.GetFiles(logs)[0];
        File.SetLastWriteTimeUtc(changed, File.GetLastWriteTimeUtc(changed).AddSeconds(1));
        var third = Report(logs, "--state", state);

        Assert.Equal((3, 0), (Logs(first, "read"), Logs(first, "unchanged")));
        Assert.Equal((0, 3), (Logs(second, "read"), Logs(second, "unchanged")));
        Assert.Equal((1, 2), (Logs(third, "read"), Logs(third, "unchanged")));
        foreach (var part in (string[])["total", "jobs", "waste", "runs"])
            Assert.Equal(first.GetProperty(part).GetRawText(), second.GetProperty(part).GetRawText());
    }

    [Fact]
    public void State_HoldsTheLinesThatSummarizeWrites()
    {
        using var folder = new TinyLog();
        Report(Samples, "--state", folder.In("state"));
        var kept = Directory.GetDirectories(folder.In("state"), "date=*")
            .SelectMany(d => Directory.GetFiles(d, "*.jsonl")).SelectMany(File.ReadAllLines)
            .Order(StringComparer.Ordinal);
        var summarized = CliRun.Of("summarize", Samples).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Order(StringComparer.Ordinal);

        Assert.Equal(summarized, kept);
    }

    [Fact]
    public void LogsThatAreGone_AreKnownFromTheState()
    {
        using var folder = new TinyLog();
        var logs = Directory.CreateDirectory(folder.In("logs")).FullName;
        foreach (var f in Directory.GetFiles(Samples, "app-*").Take(2)) File.Copy(f, Path.Combine(logs, Path.GetFileName(f)));
        Report(logs, "--state", folder.In("state"));
        File.Delete(Directory.GetFiles(logs)[0]);

        Assert.Equal(2, Report(logs, "--state", folder.In("state")).GetProperty("total").GetProperty("runs").GetInt32());
    }

    [Fact]
    public void BadLogAmongGoodOnes_IsARowAndALineOnStderr()
    {
        using var folder = new TinyLog(TinyLog.Start, TinyLog.End);
        File.WriteAllText(folder.In("app-2"), "{\"Event\":\"x\"");
        var run = CliRun.Of("report", folder.Folder, "--format", "csv");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("not read: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(",unreadable,", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyBadLogs_ExitWith4()
    {
        using var folder = new TinyLog("{\"Event\":");
        Assert.Equal(4, CliRun.Of("report", folder.Folder).ExitCode);
        Directory.CreateDirectory(folder.In("empty"));
        Assert.Equal(4, CliRun.Of("report", folder.In("empty")).ExitCode);
    }

    [Theory]
    [InlineData("report x --since 2026-11-14 --until 2026-11-14", "error: --until: must be after --since")]
    [InlineData("report x --since yesterday",
        "error: --since yesterday: must be a day such as 2026-11-14, or a number of days such as 7d (see rightsizer report --help)")]
    [InlineData("report x --rules nowhere.json", "error: --rules nowhere.json: no such file")]
    public void BadArguments_ExitWith2(string line, string error)
    {
        var run = CliRun.Of(line.Split(' '));
        Assert.Equal((2, error + Environment.NewLine), (run.ExitCode, run.Error));
    }

    [Fact]
    public void NameOfAnApplication_IsTextInEveryFormat()
    {
        const string Name = "=cmd()|<script>\\u001b[31m\\u202e, \\\"x\\\"";
        using var folder = new TinyLog(TinyLog.Start.Replace("tiny", Name), TinyLog.End);
        foreach (var format in (string[])["text", "md", "csv", "json"])
        {
            var output = CliRun.Of("report", folder.Folder, "--format", format).Output;
            Assert.DoesNotContain('\u001b', output);
            if (format == "md") Assert.DoesNotContain("<script>", output, StringComparison.Ordinal);
            if (format == "csv") Assert.Contains(",\"'=cmd()", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Json_KeepsItsSchema()
    {
        var path = Path.Combine(SharedFolder.RepositoryRoot, "src", "Reports", "fleet.schema.json");
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1")
            File.WriteAllText(path, Rightsizer.Reports.Fleet.FleetJson.Schema());
        Assert.Equal(File.ReadAllText(path), Rightsizer.Reports.Fleet.FleetJson.Schema());
        using var schema = JsonDocument.Parse(File.ReadAllText(path));
        using var document = JsonDocument.Parse(CliRun.Of("report", Samples, "--usd-per-hour", "2", "--format", "json").Output);

        Assert.Empty(SchemaValidator.Validate(schema.RootElement, document.RootElement));
    }

    [Fact]
    public void Notify_WritesAtMostTwelveLines_AndRedactHoldsForThem()
    {
        using var folder = new TinyLog();
        var note = folder.In("note.md");
        Assert.Equal(0, CliRun.Of("report", Samples, "--notify", note).ExitCode);
        var lines = File.ReadAllLines(note);
        Assert.InRange(lines.Length, 2, 12);
        Assert.All(lines, l => Assert.StartsWith("- ", l, StringComparison.Ordinal));

        CliRun.Of("report", Samples, "--notify", note, "--redact");
        Assert.DoesNotContain(Report(Samples).GetProperty("jobs").EnumerateArray().Select(j => j.GetProperty("name").GetString()!),
            n => n.Length > 6 && File.ReadAllText(note).Contains(n, StringComparison.Ordinal));
    }

    [Fact]
    public void NotifyThatNobodyTakes_IsExit3_AndTheAddressIsNotPrinted()
    {
        var run = CliRun.Of("report", Samples, "--notify", "http://127.0.0.1:9/services/secret");
        Assert.Equal(3, run.ExitCode);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
        Assert.NotEqual("", run.Output);
    }

    [Fact]
    public void FailOn_WithoutATimeBefore_MissesTheGate() =>
        Assert.Equal(10, CliRun.Of("report", Samples, "--fail-on", "critical").ExitCode);

    [Fact]
    public void SinceDays_AreWholeDaysBeforeToday()
    {
        var period = Report(Samples, "--since", "7d").GetProperty("period");
        var until = DateOnly.Parse(period.GetProperty("untilExcl").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(7, period.GetProperty("days").GetInt32());
        var today = DateOnly.FromDateTime(DateTime.UtcNow).DayNumber;
        Assert.InRange(until.DayNumber, today - 1, today);
        Assert.Equal(2, CliRun.Of("report", Samples, "--since", "0d").ExitCode);
    }
}
