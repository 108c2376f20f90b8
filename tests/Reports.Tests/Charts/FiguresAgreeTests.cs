using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Html;
using Rightsizer.Reports.Html.Fleet;
using Rightsizer.Reports.Json;
using Rightsizer.Reports.Sizing;
using Rightsizer.Reports.Tests.Sizing;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Charts;

/// <summary>Figures of one page agree with each other and with the JSON of the same command.</summary>
public class FiguresAgreeTests
{
    public static TheoryData<string> Logs => [.. SampleLogResult.Names];

    static JsonElement Json(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    static JsonElement Chart(JsonElement document, string id) =>
        document.GetProperty("charts").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);

    static IEnumerable<JsonElement> Marks(JsonElement chart, string kind) =>
        chart.GetProperty("marks").EnumerateArray().Where(m => m.GetProperty("kind").GetString() == kind);

    static double At(JsonElement mark, string axis, int i) => mark.GetProperty(axis)[i].GetDouble();

    static string Tile(string page, string name) =>
        Regex.Match(page, $"<dt>{name}</dt><dd>(?:<a [^>]*>)?([^<]*)").Groups[1].Value;

    [Theory]
    [MemberData(nameof(Logs))]
    public void Run_StripAndSweepAndTileAreOfOneTime_AndUseIsNotMoreThanPaid(string log)
    {
        var result = SampleLogResult.Analyze(log);
        var json = Json(s => JsonReport.Write(s, result));
        using var html = new StringWriter();
        new HtmlReport().Write(result, html);
        var app = json.GetProperty("app");
        // Spark's own start and end
        var ms = app.GetProperty("endTime").GetInt64() - app.GetProperty("startTime").GetInt64();

        Assert.Equal(ms, Marks(Chart(json, "time"), "box").Max(b => At(b, "x", 1)));
        Assert.Equal(ms, json.GetProperty("waterfall").GetProperty("totalMs").GetInt64());
        var today = Marks(Chart(json, "sweep"), "point").Where(p => p.GetProperty("label").ValueKind == JsonValueKind.String).ToList();
        Assert.Equal(ms, At(Assert.Single(today), "y", 0));
        // tenths of a second under a minute, whole ones from there
        Assert.Equal(ms / 1000.0, Seconds(Tile(html.ToString(), "ran")), ms < 60_000 ? 0.051 : 0.51);
        // "40.2 core-s of 55.1 core-s paid for"
        Assert.InRange(double.Parse(Tile(html.ToString(), "cores used").TrimEnd('%', ' '), CultureInfo.InvariantCulture), 0, 100);
        var cost = json.GetProperty("cost").GetProperty("actual").GetProperty("totalUsd").GetDecimal();
        // 3.20 USD an hour of the run
        Assert.Equal((double)cost, ms / 3_600_000.0 * 3.2, 0.000002);
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Document_HasEveryChartOfThePage(string log)
    {
        var result = SampleLogResult.Analyze(log);
        using var html = new StringWriter();
        new HtmlReport().Write(result, html);
        var page = Regex.Matches(html.ToString(), "<figure class=\"chart[^\"]*\" id=\"chart-([^\"]+)\"").Select(m => m.Groups[1].Value)
            .Order(StringComparer.Ordinal);

        var json = Json(s => JsonReport.Write(s, result)).GetProperty("charts").EnumerateArray().ToList();

        Assert.Equal(page, json.Select(c => c.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal("usd", Chart(Json(s => JsonReport.Write(s, result)), "sweep").GetProperty("right").GetProperty("unit").GetString());
    }

    /// <summary>Of every shared log: charts and tiles are of one time, the sweep goes through the run, use is within pay.</summary>
    [Fact]
    public void SharedLogs_FiguresOfAPageAgree()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var (seen, swept) = (0, 0);
        foreach (var log in SharedLogs.All.Where(l => !l.Name.Contains('/', StringComparison.Ordinal)))
        {
            var result = ApplicationAnalyzer.Analyze(ApplicationRunLoader.Load(EventLogLocator.Find(log.Path)[^1]),
                new AnalysisOptions { Sweep = true, Patch = true });
            if (result.Run.ObservedMs is not { } ms) continue;
            var json = Json(s => JsonReport.Write(s, result));
            using var html = new StringWriter();
            new HtmlReport().Write(result, html);
            var charts = json.GetProperty("charts").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!);

            Assert.StartsWith(Quantity.Duration(ms), Tile(html.ToString(), "ran"), StringComparison.Ordinal);
            if (charts.TryGetValue("time", out var strip)) Assert.Equal(ms, Marks(strip, "box").Max(b => At(b, "x", 1)), 1.0);
            if (charts.TryGetValue("sweep", out var sweep))
            {
                // without a time of today's executors, as where their number changed, no point is this run
                var today = Marks(sweep, "point").Where(p => p.GetProperty("label").ValueKind == JsonValueKind.String).ToList();
                Assert.Equal(result.Sweep!.TodayMs is null ? [] : [(double)ms], today.Select(p => At(p, "y", 0)));
                swept += today.Count;
            }
            if (json.GetProperty("waterfall") is { ValueKind: JsonValueKind.Object } w)
            {
                long Sum(string list) => w.GetProperty(list).EnumerateArray().Sum(l => l.GetProperty("ms").GetInt64());
                Assert.Equal((ms, w.GetProperty("totalCoreMs").GetInt64()), (Sum("time"), Sum("coreTime")));
            }
            if (charts.TryGetValue("executors-over-time", out var lanes)) AssertLanes(lanes, ms, log.Name);
            // "40.2 core-s of 55.1 core-s paid for"
            var tile = Tile(html.ToString(), "cores used");
            if (tile.Length > 0) Assert.InRange(double.Parse(tile.TrimEnd('%', ' '), CultureInfo.InvariantCulture), 0, 100);
            seen++;
        }
        Assert.InRange(seen, 20, int.MaxValue);
        Assert.InRange(swept, 5, seen);
    }

    /// <summary>All is within the run and within the life of its executor; where cores are drawn, use is under what is paid.</summary>
    static void AssertLanes(JsonElement chart, long ms, string log)
    {
        var areas = Marks(chart, "area").ToList();
        if (areas.Count == 2)
        {
            var (paid, used) = (areas[0].GetProperty("y"), areas[1].GetProperty("y"));
            for (var i = 0; i < paid.GetArrayLength(); i++)
                Assert.True(used[i].GetDouble() <= paid[i].GetDouble() + 1e-6, $"{log}: slice {i}");
            return;
        }
        foreach (var lane in Marks(chart, "box").GroupBy(b => (int)At(b, "y", 0)))
        {
            // the first box of a lane is the executor's life; tasks are merged to columns, so that they end a column later at most
            var (from, until) = (At(lane.First(), "x", 0), At(lane.First(), "x", 1));
            Assert.InRange(from, 0, until);
            Assert.InRange(until, from, ms);
            var column = ms / 24.0;
            Assert.All(lane, b => Assert.True(At(b, "x", 0) >= from - column && At(b, "x", 1) <= until + column, log));
        }
    }

    /// <summary>"34.8 s" and "1 min 27 s".</summary>
    static double Seconds(string text) => Regex.Matches(text, @"([\d.]+) (min|s)")
        .Sum(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) * (m.Groups[2].Value == "min" ? 60 : 1));

    [Fact]
    public void Sizing_TableChartAndNoteHaveOneCostAndOneTimeOfASpotOption()
    {
        // 4.10 is the median of its simulated runs, whatever a run without interruptions costs; 210 s of its times are start-up
        var sample = SampleSizing.Change();
        var offers = sample.Offers.Select(o => o.Spot is null ? o : o with { StartUpMs = 210_000 }).ToList();
        var result = sample with { Offers = offers, Pick = offers[1] };
        using var html = new StringWriter();
        SizeHtml.Write(result, html);
        var chart = Chart(Json(s => SizeJson.Write(s, result)), "cost-by-line");

        var bars = Marks(chart, "box").ToList();
        var label = Assert.Single(bars, b => b.GetProperty("label").ValueKind == JsonValueKind.String
            && b.GetProperty("label").GetString() == "~$4.10");
        Assert.Equal(4.10, At(label, "x", 0), 0.0001);
        Assert.Contains("~$4.10 is the median, ~$4.31 the mean of a run", html.ToString(), StringComparison.Ordinal);
        // P90 of the table is 2,640 s and 210 s of it are start-up: 2,430 s, and 3,000 s for each 2,640 s at ten times the rate
        Assert.Contains("9 runs in 10 take up to 49 min 31 s", html.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Week_DaysOfTheChartAddUpToTheTileAndToJson_AndTheBudgetIsOfTheSameDays()
    {
        var report = FleetSketch.Of(300) with { BudgetUsd = 700 };
        var json = Json(s => FleetJson.Write(s, report));
        using var html = new StringWriter();
        FleetHtml.Write(report, html);
        var chart = Chart(json, "cost-over-time");

        var sum = Marks(chart, "box").Sum(b => At(b, "y", 1) - At(b, "y", 0));

        Assert.Equal((double)report.Runs.Sum(r => r.Usd ?? 0), sum, 0.01);
        Assert.Equal(json.GetProperty("report").GetProperty("total").GetProperty("usd").GetDouble(), sum, 0.01);
        var tile = Tile(html.ToString(), "cost").TrimStart('~', '$');
        Assert.Equal(sum, double.Parse(tile, NumberStyles.Any, CultureInfo.InvariantCulture), 1.0);
        // 700 USD for seven days
        Assert.Equal(100, At(Assert.Single(Marks(chart, "rule")), "y", 0));
    }
}
