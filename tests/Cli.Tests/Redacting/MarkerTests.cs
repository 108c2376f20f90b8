using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Redacting;

/// <summary>
/// A marker in every string of a log, one field at a time and all at once: under <c>--redact</c> no output has it.
/// </summary>
public sealed class MarkerTests
{
    const string Word = "Zqmarker", Number = "078-05-1120", Mail = "zqmarker@corp.example";

    static readonly int LogsMarked = Thoroughness.Weekly ? 30 : 6;

    static readonly string[] Formats = ["text", "json", "html", "md", "sarif", "junit", "brief"];
    static readonly string[] FleetFormats = ["text", "json", "html", "md", "csv"];

    /// <summary>The smallest ones, so that every field is met in a log that is read quickly.</summary>
    static IReadOnlyList<string> Logs { get; } =
        [.. LogsToRedact.All.Where(File.Exists).Where(l => new FileInfo(l).Length < 200_000).Take(400)
            .Where((_, i) => i % 4 == 0 || SharedFolder.Path is null).Take(LogsMarked)];

    public static TheoryData<string> AllLogs() => [.. Thoroughness.Choose(Logs, nth: 10)];

    [Theory]
    [MemberData(nameof(AllLogs))]
    public void AllAtOnce_NoneIsFound(string path)
    {
        using var folder = new TinyLog();
        var log = folder.In("marked-" + Word);
        File.WriteAllLines(log, LogStrings.Lines(path).Select(l => LogStrings.Mark(l, $" {Word} /{Mail}/ {Number} ", field: null)));
        foreach (var format in Formats)
            AssertClean(CliRun.Of("diagnose", log, "--format", format, "--redact", "--verbose", "--usd-per-hour", "2"), format);
        AssertClean(CliRun.Of("compare", log, log, "--redact", "--format", "json"), "compare");
        AssertClean(CliRun.Of("diagnose", log, "--redact", "--emit", "conf"), "emit");
        foreach (var format in FleetFormats) AssertClean(CliRun.Of("report", log, "--format", format, "--redact"), "report " + format);
        var copy = folder.In("copy");
        Assert.Equal(0, CliRun.Of("redact", log, "--output", copy).ExitCode);
        AssertClean(new CliRun(0, File.ReadAllText(copy), ""), "copy");
    }

    [Fact]
    public void OneFieldAtATime_NoneIsFound()
    {
        using var folder = new TinyLog();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Thoroughness.Choose(Logs, nth: 10))
        {
            var lines = LogStrings.Lines(path).ToList();
            foreach (var field in Thoroughness.Choose(lines.SelectMany(LogStrings.Fields).Distinct().Where(seen.Add).ToList(), nth: 8))
            {
                var log = folder.In("log");
                File.WriteAllLines(log, lines.Select(l => LogStrings.Mark(l, Word, field)));
                AssertClean(CliRun.Of("diagnose", log, "--format", "json", "--redact"), field);
            }
        }
        Assert.True(seen.Count > 60, $"{seen.Count} fields were met");
    }

    [Fact]
    public void WithoutRedact_TheMarkersAreThere()
    {
        using var folder = new TinyLog();
        var log = folder.In("log");
        File.WriteAllLines(log, LogStrings.Lines(Logs[0]).Select(l => LogStrings.Mark(l, " " + Word, field: null)));

        Assert.Contains(Word, CliRun.Of("diagnose", log, "--format", "json").Output, StringComparison.Ordinal);
    }

    static void AssertClean(CliRun run, string what)
    {
        foreach (var text in new[] { run.Output, run.Error })
        {
            var at = new[] { Word, Number, "corp.example", "zqmarker" }
                .Select(m => text.IndexOf(m, StringComparison.OrdinalIgnoreCase)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
            Assert.True(at < 0, at < 0 ? "" : $"{what}: ...{text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 60)]}...");
        }
    }
}
