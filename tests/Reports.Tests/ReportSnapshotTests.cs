using System.Text.RegularExpressions;
using Rightsizer.Analyzer;
using Rightsizer.Reports.Html;
using Rightsizer.Reports.Markdown;
using Rightsizer.Reports.Text;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests;

public class ReportSnapshotTests
{
    public static TheoryData<string> Cultures => ["invariant", "german", "swedish"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Text_InAnyCulture_IsTheSame(string culture) => Check(culture, SampleResult.Full(), new TextReport(120), "full.txt");

    [Theory]
    [MemberData(nameof(Cultures))]
    public void TextWithAllLedgersOnANarrowPage_InAnyCulture_IsTheSame(string culture) => Check(culture, SampleResult.Full(), new TextReport(72, allLedgers: true), "narrow.txt");

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Markdown_InAnyCulture_IsTheSame(string culture) => Check(culture, SampleResult.Full(), new MarkdownReport(), "full.md");

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Html_InAnyCulture_IsTheSame(string culture)
    {
        using var _ = Culture.Named(culture);
        var html = Written.By(new HtmlReport(), SampleResult.Full());

        // styles, script and the pages of docs/ are files of their own; here they would only be a second copy to keep in step
        html = Regex.Replace(html, "(?s)(?<=<style>).*?(?=</style>)|<!-- The charts.*?-->|(?<=<script>).*?(?=</script>)|(?<='sha256-)[^']*|<section id=\"explanations\">.*?</section>", "");
        GoldenFile.Check(html, "full.html");
    }

    [Fact]
    public void Text_OfARunWithoutAnswers_SaysWhatIsMissing() => Check("invariant", SampleResult.Bare(), new TextReport(120), "bare.txt");

    [Fact]
    public void Markdown_OfARunWithoutAnswers_SaysWhatIsMissing() => Check("invariant", SampleResult.Bare(), new MarkdownReport(), "bare.md");

    static void Check(string culture, AnalysisResult result, IReportWriter writer, string golden)
    {
        using var _ = Culture.Named(culture);
        GoldenFile.Check(Written.By(writer, result), golden);
    }
}
