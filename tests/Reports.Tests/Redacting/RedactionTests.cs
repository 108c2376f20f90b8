using System.Text;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html;
using Rightsizer.Reports.JUnit;
using Rightsizer.Reports.Json;
using Rightsizer.Reports.Markdown;
using Rightsizer.Reports.Redacting;
using Rightsizer.Reports.Sarif;
using Rightsizer.Reports.Text;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Redacting;

public class RedactionTests
{
    static IEnumerable<string> EveryFormat(AnalysisResult result)
    {
        using var json = new MemoryStream();
        JsonReport.Write(json, result);
        yield return Encoding.UTF8.GetString(json.ToArray());
        foreach (IReportWriter writer in new IReportWriter[] { new TextReport(120, verbose: true), new MarkdownReport(),
            new HtmlReport(), new SarifReport(), new JUnitReport() }) yield return Written.By(writer, result);
    }

    /// <summary>printf '%s' nightly | sha256sum | cut -c1-10 | tr 0-9a-f g-v</summary>
    [Fact]
    public void StandIn_IsTheBeginningOfTheNamesSha256()
    {
        Assert.Equal("app-iqjrmirljt", new Pseudonyms().App("nightly"));
        Assert.Equal(new Pseudonyms().Path("a"), new Pseudonyms().Path("a"));
    }

    [Fact]
    public void Sentence_LosesNamesPathsAndAddresses()
    {
        var p = new Pseudonyms();
        p.App("worker-7.corp");

        Assert.Matches("^Executor lost on app-[g-v]{10}; wrote path-[g-v]{10} and path-[g-v]{10} from host-[g-v]{10}$",
            p.Text("Executor lost on worker-7.corp; wrote s3://bucket/key and /data/x/y from 10.1.2.3:7337"));
        Assert.Equal("7 of 24 tasks, spark.sql.shuffle.partitions 200 -> 64",
            p.Text("7 of 24 tasks, spark.sql.shuffle.partitions 200 -> 64"));
    }

    [Theory]
    [InlineData("spark.x.secret", "v")]
    [InlineData("spark.x.Password", "v")]
    [InlineData("spark.x.oauthToken", "v")]
    [InlineData("spark.x.access.key", "v")]
    [InlineData("spark.x.accesskey", "v")]
    [InlineData("spark.x", "-Dpassword=v")]
    public void WhatSparkWouldRedact_IsHidden(string key, string value) => Assert.Equal(Redaction.Hidden, Redaction.Value(key, value));

    [Fact]
    public void Figures_OfARealLogStay()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var log = EventLogLocator.Find(Path.Combine(SharedFolder.Path!, "spark-logs", "causes", "logs", "skew_join.zstd"), null)[^1];
        var open = ApplicationAnalyzer.Analyze(ApplicationRunLoader.Load(log), new AnalysisOptions());
        var closed = ResultRedactor.HidePlaces(ApplicationAnalyzer.Analyze(
            ApplicationRunLoader.Load(log, EventLogReaderOptions.Default with { Redact = true }), new AnalysisOptions()));

        Assert.Equal(open.Findings.Select(f => (f.Kind, f.SavesMs)), closed.Findings.Select(f => (f.Kind, f.SavesMs)));
        Assert.Equal(open.Run.Stages.Select(s => s.Metrics[EventLogParser.Events.TaskMetric.ExecutorRunTime]),
            closed.Run.Stages.Select(s => s.Metrics[EventLogParser.Events.TaskMetric.ExecutorRunTime]));
        foreach (var page in EveryFormat(closed))
        {
            Assert.DoesNotContain("skew_join", page, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"127\.0\.\d+\.\d+", page);
            Assert.DoesNotContain("/home/spark", page, StringComparison.Ordinal);
        }
    }
}
