using System.Text.RegularExpressions;
using Rightsizer.Analyzer;
using Rightsizer.Reports.Html;
using Rightsizer.Reports.Markdown;
using Rightsizer.Reports.Text;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests;

/// <summary>Whole reports of the sample logs. Their figures are held against Spark's own answers elsewhere; here it is the pages.</summary>
public class ReportSnapshotTests
{
    const string SkewedJoin = "app-20261121124741-0000.zstd";

    public static TheoryData<string> Names => [.. SampleLogResult.Names];

    public static TheoryData<string> Cultures => ["invariant", "german", "swedish"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_OfASampleLog_IsAsReviewed(string name) =>
        Check("invariant", SampleLogResult.Analyze(name), new TextReport(120), $"{Path.GetFileNameWithoutExtension(name)}.txt");

    [Theory]
    [MemberData(nameof(Cultures))]
    public void TextWithAllLedgersOnANarrowPage_InAnyCulture_IsTheSame(string culture) =>
        Check(culture, SampleLogResult.Analyze(SkewedJoin), new TextReport(72, verbose: true), "narrow.txt");

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Markdown_InAnyCulture_IsTheSame(string culture) =>
        Check(culture, SampleLogResult.Analyze(SkewedJoin), new MarkdownReport(), "skewed-join.md");

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Html_InAnyCulture_IsTheSame(string culture)
    {
        using var _ = Culture.Named(culture);
        var html = Written.By(new HtmlReport(), SampleLogResult.Analyze(SkewedJoin));

        // styles, script and the pages of docs/ are files of their own; here they would only be a second copy to keep in step
        html = Regex.Replace(html, "(?s)(?<=<style>).*?(?=</style>)|(?<=<script>).*?(?=</script>)"
            + "|(?<='sha256-)[^']*|<section id=\"explanations\">.*?</section>|(?<=Rightsizer )[0-9][^ ]*",
            "");
        GoldenFile.Check(html, "skewed-join.html");
    }

    [Fact]
    public void Text_OfARunWithoutAnswers_SaysWhatIsMissing() => Check("invariant", SampleResult.Bare(), new TextReport(120), "bare.txt");

    [Fact]
    public void Markdown_OfARunWithoutAnswers_SaysWhatIsMissing() =>
        Check("invariant", SampleResult.Bare(), new MarkdownReport(), "bare.md");

    static void Check(string culture, AnalysisResult result, IReportWriter writer, string golden)
    {
        using var _ = Culture.Named(culture);
        GoldenFile.Check(Written.By(writer, result), golden);
    }
}
