using System.Text.Json;
using System.Text.RegularExpressions;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Sizing;
using Rightsizer.TestSupport;
using static Rightsizer.Reports.Tests.Rendered;

namespace Rightsizer.Reports.Tests.Sizing;

public class SizeReportTests
{
    static readonly string Evil = "<script>alert(1)</script>\u001b[31m\u202e,\"\n| `x`";

    /// <summary>Every format of a sizing and of a study, by the name of its golden file.</summary>
    static Dictionary<string, Func<string, string>> Formats { get; } = new()
    {
        ["size.txt"] = name => Printed(new SizeText(120).Compose(SampleSizing.Change(name))),
        ["size-all-narrow.txt"] = name => Printed(new SizeText(80, all: true).Compose(SampleSizing.Change(name))),
        ["size-refused.txt"] = _ => Printed(new SizeText(120).Compose(SampleSizing.Refused)),
        ["size-ledger.txt"] = name => Printed(new SizeText(120).Ledger(SampleSizing.Change(name), 1)),
        ["size.md"] = name => Written(o => SizeMarkdown.Write(SampleSizing.Change(name), o)),
        ["size.csv"] = name => Written(o => SizeCsv.Write(SampleSizing.Change(name), o)),
        ["size.json"] = name => Streamed(s => SizeJson.Write(s, SampleSizing.Change(name))),
        ["study.txt"] = name => Printed(new StudyText(120).Compose(SampleSizing.Study(name))),
        ["study.md"] = name => Written(o => StudyMarkdown.Write(SampleSizing.Study(name), o)),
        ["study.csv"] = name => Written(o => StudyCsv.Write(SampleSizing.Study(name), o)),
    };

    static Dictionary<string, Func<string, string>> Pages { get; } = new()
    {
        ["size.html"] = name => Written(o => SizeHtml.Write(SampleSizing.Change(name), o)),
        ["study.html"] = name => Written(o => StudyHtml.Write(SampleSizing.Study(name), o)),
    };

    public static TheoryData<string> Names => [.. Formats.Keys];

    public static TheoryData<string> PageNames => [.. Pages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Format_IsAsReviewedInAnyCulture(string name)
    {
        var text = Formats[name]("etl-daily");
        using (Culture.Named("german")) Assert.Equal(text, Formats[name]("etl-daily"));
        GoldenFile.Check(text, name);
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public void Page_SaysTheSameInAnyCultureAndRunsNothingOfTheLog(string name)
    {
        var page = Pages[name]("etl-daily");
        using (Culture.Named("german")) Assert.Equal(page, Pages[name]("etl-daily"));
        Assert.Contains("2 x r7g.2xlarge + 6 Spot task", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", Pages[name](Evil), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TextOfALog_IsShownAndNotObeyed(string name)
    {
        var text = Formats[name](Evil);
        if (name != "size.json") Assert.DoesNotMatch("[\u001b\u202e]", text); // JSON is data: what shows it must make it harmless
        if (name.EndsWith(".md", StringComparison.Ordinal)) Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        if (name.EndsWith(".csv", StringComparison.Ordinal))
            Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Equal(Fields(text.Split('\n')[0]), Fields(line)));
    }

    static int Fields(string line) => Regex.Replace(line, "\"([^\"]|\"\")*\"", "").Count(c => c == ',');

    [Fact]
    public void NameThatASpreadsheetWouldRun_IsText() =>
        Assert.Contains("\n'=cmd|", Formats["study.csv"]("etl-daily"), StringComparison.Ordinal);

    [Theory]
    [InlineData("size.schema.json", "size.json")]
    [InlineData("study.schema.json", null)]
    public void Json_FitsItsCheckedInSchema(string file, string? golden)
    {
        var path = Path.Combine(SharedFolder.RepositoryRoot, "src", "Reports", file);
        var schema = golden is null ? SizeJson.StudySchema() : SizeJson.SizeSchema();
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1") File.WriteAllText(path, schema);
        Assert.Equal(File.ReadAllText(path), schema);

        using var parsed = JsonDocument.Parse(schema);
        foreach (var json in golden is null ? [Streamed(s => SizeJson.Write(s, SampleSizing.Study()))]
            : new[] { Formats[golden](Evil), Streamed(s => SizeJson.Write(s, SampleSizing.Refused)) })
        {
            using var document = JsonDocument.Parse(json);
            Assert.Equal([], SchemaValidator.Validate(parsed.RootElement, document.RootElement));
        }
    }

    [Fact]
    public void Json_HasTheContractsFields()
    {
        using var document = JsonDocument.Parse(Formats["size.json"]("etl-daily"));
        var sizing = document.RootElement.GetProperty("sizing");
        Assert.All(["objective", "deadlineMs", "today", "pick", "advice", "reason", "front", "binding"],
            name => Assert.True(sizing.TryGetProperty(name, out _), name));
        Assert.Equal(("change", "measured", 4.1m),
            (sizing.GetProperty("advice").GetString(), sizing.GetProperty("today").GetProperty("ground").GetString(),
            sizing.GetProperty("pick").GetProperty("usd").GetProperty("p50").GetDecimal()));
    }

    [Theory]
    [InlineData(7, "--ledger 7: no such option; there are 1 to 3, and 0 for today's cluster")]
    public void OfferThatIsNotThere_IsNamed(int rank, string message) =>
        Assert.Equal(message, Assert.Throws<RightsizerException>(() => SizeText.Offer(SampleSizing.Change(), rank, "--ledger")).Message);
}
