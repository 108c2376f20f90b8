using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Fleet;

/// <summary>
/// Four weeks made of the sample logs, 60 times as long: on Tuesdays and Thursdays an EMR cluster for three jobs and one for a job alone.
/// The advice of week 1 is applied in week 2: it keeps its promise for one job, and makes another worse. One job is gone after week 1.
/// </summary>
/// <remarks>
/// By hand, from the times in the logs: the join takes 34,761 ms x 60 = 2,085,660 ms, and x 48 = 1,668,528 ms from week 2 on, 417,132 ms
/// less; features 55,519 ms x 60 = 3,331,140 ms, and x 78 = 4,330,482 ms, 999,342 ms more.
/// </remarks>
public partial class FleetMonthTests
{
    const long DayMs = 86_400_000, HourMs = 3_600_000;

    /// <summary>2026-11-02, a Monday.</summary>
    static readonly long Monday = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    static readonly int[] RunDays = [1, 3, 8, 10, 15, 17, 22, 24];

    const string SkewSetting = "spark.sql.adaptive.enabled", HeapSetting = "spark.executor.memory";

    [Fact]
    public void AMonth_KnowsWhatBecameOfItsAdvice_AndSumsToTheCent()
    {
        using var folder = new TinyLog();
        var month = new Month(folder);
        month.WriteWeek(0);
        var first = month.Report("2026-11-02", "2026-11-09");
        Assert.Null(first.GetProperty("advice").GetString());
        for (var week = 1; week < 4; week++) month.WriteWeek(week);
        var second = month.Report("2026-11-09", "2026-11-16");
        var all = month.Report("2026-11-02", "2026-11-30");

        CheckAdvice(second, after: 2);
        CheckAdvice(all, after: 6);
        Assert.Equal("gone", Job(second, "sort").GetProperty("trend").GetString());
        CheckSums(second);
        CheckSums(all);
        CheckMoney(all);
        CheckFirstLine(month);
        CheckExport(folder);
        CheckSite(folder);
    }

    /// <summary>
    /// By hand, 8 days with 9 + 4.5 node hours: 108 x $0.30 = $32.40 are billed for clusters, 36 x $0.30 = $10.80 of them for features,
    /// which is alone on its clusters; a database, tax and a credit make it $46.74. At list prices a node hour is 0.192 + 0.048 + 79 GiB
    /// x 0.08 / 730 = $0.248658: $26.8550.
    /// </summary>
    static void CheckMoney(JsonElement all)
    {
        // each of 26 shares and 8 days of idle time is rounded to six places
        Assert.InRange(Usd(all.GetProperty("total")), 32.4m - 0.000017m, 32.4m + 0.000017m);
        var features = Job(all, "features").GetProperty("total");
        Assert.Equal((8, 10.8m, "billed"),
            (features.GetProperty("runs").GetInt32(), Usd(features), features.GetProperty("ground").GetString()));
        var parts = all.GetProperty("bill").GetProperty("parts").EnumerateArray()
            .ToDictionary(p => p.GetProperty("kind").GetString()!, p => Usd(p));
        Assert.Equal(["runs", "clusterIdle", "otherServices", "tax", "credits"], parts.Keys);
        Assert.Equal((32.4m, 12.34m, 3m, -1m),
            (parts["runs"] + parts["clusterIdle"], parts["otherServices"], parts["tax"], parts["credits"]));
        Assert.Equal(46.74m, Usd(all.GetProperty("bill"), "totalUsd"));
        Assert.InRange(Usd(all.GetProperty("clusterCosts"), "totalUsd"), 26.8545m, 26.8555m);
    }

    /// <summary>999,342 ms are 16 min 39 s.</summary>
    static void CheckFirstLine(Month month)
    {
        const string worse = "Made worse: features takes 16 min 39 s longer a run since";
        string Of(string format) => WhiteSpace().Replace(month.Run("2026-11-09", "2026-11-16", "--format", format).Output, " ");

        // lines are as wide as a terminal
        Assert.StartsWith($"! {worse} 2026-11-10, after spark.executor.memory 512m -> 4g.", Of("text"), StringComparison.Ordinal);
        Assert.Matches($@"^## [^*|]* \*\*{worse}", Of("md"));
        var page = Of("html");
        Assert.InRange(page.IndexOf(worse, StringComparison.Ordinal), 0, page.IndexOf("id=\"charts\"", StringComparison.Ordinal));
    }

    /// <summary>The export has estimates of the runs alone: the sum of the report without bill and clusters.</summary>
    static void CheckExport(TinyLog folder)
    {
        var report = CliRun.Of("report", folder.In("logs"), "--state", folder.In("state"), "--format", "json");
        var total = Usd(JsonDocument.Parse(report.Output).RootElement.GetProperty("report").GetProperty("total"));
        Assert.Equal(0, CliRun.Of("export", "--state", folder.In("state"), "--rules", folder.In("rules.json"), "--output",
            folder.In("tables"), "--format", "jsonl").ExitCode);
        foreach (var (table, column) in (IEnumerable<(string, string)>)[("runs", "cost_usd"), ("costs", "EffectiveCost")])
            Assert.Equal(total, Rows(folder, table).Sum(r => Usd(r, column)));
        Assert.Equal(34, Rows(folder, "runs").Count());
        Assert.Equal("worse", Rows(folder, "advice").Last(r => r.GetProperty("job").GetString() == "features"
            && r.GetProperty("kind").GetString() == "gc").GetProperty("verdict").GetString());
    }

    static IEnumerable<JsonElement> Rows(TinyLog folder, string table) => Directory.GetDirectories(folder.In("tables/" + table))
        .Order(StringComparer.Ordinal).SelectMany(Directory.GetFiles).SelectMany(File.ReadAllLines)
        .Select(l => JsonDocument.Parse(l).RootElement);

    /// <summary>Four weeks, five jobs, a page for each run, first page and search, and each link leads to one.</summary>
    static void CheckSite(TinyLog folder)
    {
        var pages = Directory.GetFiles(folder.In("site"), "*.html").ToDictionary(p => Path.GetFileName(p), File.ReadAllText);
        Assert.Equal((4, 5, 34), (Count("week-"), Count("job-"), Count("run-")));
        Assert.Contains("index.html", pages.Keys);
        Assert.Contains("search.html", pages.Keys);
        var linked = pages.SelectMany(p => Href().Matches(p.Value).Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.Empty(linked.Except(pages.Keys));
        Assert.Empty(pages.Keys.Except(linked));
        var join = Assert.Single(pages, p => p.Key.StartsWith("job-", StringComparison.Ordinal)
            && p.Value.Contains("applied since 2026-11-10", StringComparison.Ordinal)
            && p.Value.Contains("6 min 57 s", StringComparison.Ordinal)).Value;
        Assert.Contains("kept", join, StringComparison.Ordinal);

        int Count(string kind) => pages.Keys.Count(k => k.StartsWith(kind, StringComparison.Ordinal));
    }

    [GeneratedRegex("href=\"([a-z0-9-]+\\.html)")]
    private static partial Regex Href();

    [GeneratedRegex("\\s+")]
    private static partial Regex WhiteSpace();

    /// <summary>Two weeks of real runs with a planted cause and of their twins without it, as the label file says.</summary>
    [Fact]
    public void RealTwins_AreFollowedAdvice_WithTheTrueDifference()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var causes = Path.Combine(SharedFolder.Path!, "spark-logs", "causes");
        var labels = File.ReadAllLines(Path.Combine(causes, "labels.tsv")).Select(l => l.Split('\t')).ToList();
        string Of(string[] label, string column) => label[Array.IndexOf(labels[0], column)];
        var pairs = labels.Skip(1).Where(l => Of(l, "fixedOf").Length > 0)
            .Select(l => (Twin: l, Cause: labels.Single(c => Of(c, "job") == Of(l, "fixedOf"))))
            .Where(p => Of(p.Cause, "atLeast") is "warning" or "critical").ToList();
        using var folder = new TinyLog();
        var logs = Directory.CreateDirectory(folder.In("logs")).FullName;
        long Write(string[] label, string name, int day)
        {
            var at = Monday + day * DayMs + 6 * HourMs;
            var id = string.Create(CultureInfo.InvariantCulture, $"application_{at - 300_000}_{labels.IndexOf(label):0000}");
            return new ShiftedLog(name, id, at).Write(Path.Combine(causes, "logs", Of(label, "log")), Path.Combine(logs, id));
        }
        JsonElement Report(string until)
        {
            var run = CliRun.Of("report", logs, "--state", folder.In("state"), "--until", until, "--format", "json");
            return JsonDocument.Parse(run.Output).RootElement.GetProperty("report");
        }
        foreach (var (_, cause) in pairs) Write(cause, Of(cause, "job"), 1);
        Report("2026-11-09");
        var truth = pairs.ToDictionary(p => Of(p.Cause, "job"), p => long.Parse(Of(p.Cause, "appMs"), CultureInfo.InvariantCulture)
            - Write(p.Twin, Of(p.Cause, "job"), 8));
        var items = Report("2026-11-16").GetProperty("advice").GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(12, pairs.Count);
        foreach (var (_, cause) in pairs)
        {
            var (job, planted) = (Of(cause, "job"), Of(cause, "planted"));
            var found = items.Where(i =>
                i.GetProperty("job").GetString() == job && i.GetProperty("kind").GetString() == planted).ToList();
            Assert.True(found.Count == 1, $"{found.Count} pieces of advice about {planted} in {job}");
            var item = found[0];
            Assert.Contains(item.GetProperty("status").GetString(), (string[])["applied", "causeGone"]);
            Assert.InRange(item.GetProperty("outcome").GetProperty("realisedMs").GetInt64(), 0.98 * truth[job], 1.02 * truth[job]);
        }
    }

    static JsonElement Job(JsonElement report, string name) =>
        report.GetProperty("jobs").EnumerateArray().Single(j => j.GetProperty("name").GetString() == name);

    static void CheckAdvice(JsonElement report, int after)
    {
        var items = report.GetProperty("advice").GetProperty("items").EnumerateArray().ToList();
        foreach (var (job, kind, verdict, realised) in (IEnumerable<(string, string, string, long)>)
            [("join", "skew", "kept", 417_132), ("features", "gc", "worse", -999_342)])
        {
            var item = items.Single(i => i.GetProperty("job").GetString() == job && i.GetProperty("kind").GetString() == kind);
            Assert.Equal(("applied", verdict), (item.GetProperty("status").GetString(), item.GetProperty("verdict").GetString()));
            var outcome = item.GetProperty("outcome");
            Assert.Equal((2, after, realised), (outcome.GetProperty("runsBefore").GetInt32(), outcome.GetProperty("runsAfter").GetInt32(),
                outcome.GetProperty("realisedMs").GetInt64()));
            Assert.Equal("2026-11-10", item.GetProperty("followedSince").GetString());
        }
    }

    static decimal Usd(JsonElement at, string name = "usd") => at.GetProperty(name).GetDecimal();

    static decimal Sum(JsonElement report, string list, Func<JsonElement, decimal> of) =>
        report.GetProperty(list).EnumerateArray().Sum(of);

    static void CheckSums(JsonElement report)
    {
        var total = Usd(report.GetProperty("total"));
        foreach (var groups in (string[])["byOwner", "byTeam", "byPlatform", "byDay"])
        {
            Assert.Equal(total, Sum(report, groups,
                g => g.GetProperty("total").GetProperty("usd") is { ValueKind: JsonValueKind.Number } usd ? usd.GetDecimal() : 0));
        }
        var idle = report.GetProperty("waste").EnumerateArray().Single(w => w.GetProperty("kind").GetString() == "sharedIdle");
        Assert.Equal(total, Sum(report, "runs", r => Usd(r)) + Usd(idle));
        if (report.GetProperty("change") is { ValueKind: JsonValueKind.Object } change)
        {
            Assert.Equal(Usd(change, "nowUsd") - Usd(change, "beforeUsd"), Sum(change, "causes", c => Usd(c)));
            Assert.All(change.GetProperty("jobs").EnumerateArray(), j => Assert.Empty(j.GetProperty("notKnown").EnumerateArray()));
            // collections of features, which runs 78 instead of 60 times as long as in its log
            var features = change.GetProperty("jobs").EnumerateArray().Single(j => j.GetProperty("job").GetString() == "features");
            Assert.Equal("gc", features.GetProperty("causes").EnumerateArray().MaxBy(c => Usd(c))
                .GetProperty("cause").GetString());
        }
        foreach (var part in (string[])["bill", "clusterCosts"])
        {
            var at = report.GetProperty(part);
            Assert.Equal(Usd(at, "totalUsd"), Sum(at, "parts", p => Usd(p)));
            Assert.All(at.GetProperty("clusters").EnumerateArray(), c =>
                Assert.Equal(Usd(c, "billedUsd"), Usd(c, "runsUsd") + Usd(c, "idleUsd")));
        }
    }

    /// <summary>The files of the month, and the commands over them.</summary>
    sealed class Month(TinyLog folder)
    {
        static readonly string Samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

        readonly string logs = Directory.CreateDirectory(folder.In("logs")).FullName;
        readonly string clusters = Directory.CreateDirectory(folder.In("clusters")).FullName;

        public void WriteWeek(int week)
        {
            foreach (var day in RunDays.Where(d => d / 7 == week))
            {
                Cluster(day, 'A', 5, 8);
                Cluster(day, 'B', 9, 10.5);
                var later = week > 0;
                Log("app-20261121124741-0000.zstd", "join", day, 'A', 1, 5.5, later ? 48 : 60, later ? [(SkewSetting, "true")] : []);
                Log("app-20261121125041-0004", "clean", day, 'A', 2, 5.5, 60);
                Log("app-20261121124951-0003.zstd", "files", day, 'A', 3, 6.5, 60);
                if (!later) Log("app-20261121124818-0001.lz4", "sort", day, 'A', 4, 6.5, 60);
                Log("app-20261121124852-0002.zstd", "features", day, 'B', 1, 9.25, later ? 78 : 60, later ? [(HeapSetting, "4g")] : []);
            }
            File.WriteAllText(folder.In("bill.csv"), Bill(week));
            File.WriteAllText(folder.In("rules.json"), """
                {"rules":[{"match":{"name":"features"},"team":"Science","owner":"sam"},
                          {"match":{"name":"*"},"team":"Orders","owner":"olga"}]}
                """);
        }

        static long At(int day, double hour) => Monday + day * DayMs + (long)(hour * HourMs);

        /// <summary>YARN's resource manager is up five minutes after the cluster was created.</summary>
        static double Hour(char cluster) => cluster == 'A' ? 5 : 9;

        void Log(string sample, string name, int day, char cluster, int number, double hour, int stretch,
            (string, string)[]? settings = null)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"application_{At(day, Hour(cluster)) + 300_000}_{number:0000}");
            new ShiftedLog(name, id, At(day, hour), stretch) { OnEmr = true, Settings = settings ?? [] }
                .Write(Path.Combine(Samples, sample), Path.Combine(logs, id));
        }

        static string Id(int day, char cluster) => string.Create(CultureInfo.InvariantCulture, $"j-{cluster}{day:00}ABCDEFGHIJ");

        /// <summary>Three m5.xlarge.</summary>
        void Cluster(int day, char cluster, double from, double until)
        {
            var id = Id(day, cluster);
            File.WriteAllText(Path.Combine(clusters, id + ".json"), $$"""
                {"Cluster": {"Id": "{{id}}", "ReleaseLabel": "emr-6.15.0", "AutoTerminate": true,
                 "ClusterArn": "arn:aws:elasticmapreduce:us-east-1:1:cluster/{{id}}", "InstanceGroups": [
                  {"Id": "ig-m{{id}}", "InstanceGroupType": "MASTER", "InstanceType": "m5.xlarge", "RequestedInstanceCount": 1},
                  {"Id": "ig-c{{id}}", "InstanceGroupType": "CORE", "InstanceType": "m5.xlarge", "RequestedInstanceCount": 2}],
                 "Status": {"Timeline": {"CreationDateTime": {{At(day, from) / 1000}}, "ReadyDateTime": {{At(day, from + 0.2) / 1000}},
                                         "EndDateTime": {{At(day, until) / 1000}} } } } }
                """);
        }

        /// <summary>13.5 node hours a day at $0.24 and $0.06; a database, tax and a credit once.</summary>
        static string Bill(int lastWeek)
        {
            var text = new StringBuilder("line_item_line_item_type,line_item_product_code,line_item_usage_type,line_item_resource_id,"
                + "line_item_usage_start_date,line_item_usage_end_date,line_item_unblended_cost,resource_tags\n");
            foreach (var day in RunDays.Where(d => d / 7 <= lastWeek))
            {
                foreach (var (cluster, hour, ec2, fee) in (IEnumerable<(char, int, string, string)>)[('A', 5, "0.72", "0.18"),
                    ('A', 6, "0.72", "0.18"), ('A', 7, "0.72", "0.18"), ('B', 9, "0.72", "0.18"), ('B', 10, "0.36", "0.09")])
                {
                    var id = Id(day, cluster);
                    Line("Usage", "AmazonEC2", "USE1-BoxUsage:m5.xlarge", "i-" + id, day, hour, ec2,
                        $"\"{{\"\"aws_elasticmapreduce_job_flow_id\"\":\"\"{id}\"\"}}\"");
                    Line("Usage", "ElasticMapReduce", "USE1-BoxUsage:m5.xlarge",
                        $"arn:aws:elasticmapreduce:us-east-1:1:cluster/{id}", day, hour, fee);
                }
            }
            Line("Usage", "AmazonRDS", "USE1-InstanceUsage", "db-1", 1, 0, "12.34");
            Line("Tax", "AmazonEC2", "", "", 1, 0, "3");
            Line("Credit", "AmazonEC2", "", "", 1, 0, "-1");
            return text.ToString();

            void Line(string type, string product, string usage, string resource, int day, int hour, string usd, string tags = "") =>
                text.Append(CultureInfo.InvariantCulture,
                    $"{type},{product},{usage},{resource},{Time(day, hour)},{Time(day, hour + 1)},{usd},{tags}\n");
        }

        static string Time(int day, int hour) => DateTimeOffset.FromUnixTimeMilliseconds(At(day, hour))
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        public CliRun Run(string since, string until, params string[] more) => CliRun.Of(["report", logs, "--state", folder.In("state"),
            "--since", since, "--until", until, "--rules", folder.In("rules.json"), "--cluster", clusters, "--bill", folder.In("bill.csv"),
            .. more]);

        public JsonElement Report(string since, string until)
        {
            var run = Run(since, until, "--format", "json", "--site", folder.In("site"));
            Assert.True(run.ExitCode == 0, run.Error);
            return JsonDocument.Parse(run.Output).RootElement.GetProperty("report");
        }
    }
}
