using System.Diagnostics;
using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests;

/// <summary>What a real History Server says over REST of our sample logs and of the shared Spark logs, against our JSON.</summary>
public class HistoryServerTests(ITestOutputHelper output)
{
    const string Quantiles = "0.0,0.05,0.25,0.5,0.75,0.95,1.0";

    int shownSkipped;
    int unfinished;

    [Fact]
    public async Task RestOfARealHistoryServer_SaysWhatOurJsonSays()
    {
        Assert.SkipWhen(RealSpark.Home is null || !RealSpark.HasJava, RealSpark.SkipReason);
        Assert.SkipUnless(Thoroughness.Full, Thoroughness.SkipReason);
        var watch = Stopwatch.StartNew();
        var logs = Logs();
        using var server = HistoryServer.Start(RealSpark.Home, [.. logs.Select(l => (NameFor(l), l))]);
        var served = (await server.ApplicationsAsync(logs.Count)).EnumerateArray()
            .SelectMany(a => a.GetProperty("attempts").EnumerateArray().Select(t => (App: a, Attempt: t))).ToList();
        var listed = watch.Elapsed;
        var comparison = new RestComparison();

        foreach (var log in logs) await CompareAsync(server, served, log, comparison);

        output.WriteLine(
            $"{logs.Count} applications, {comparison.Compared} fields compared, {comparison.Equal} equal, "
            + $"{comparison.Differences.Count} differ; " +
            $"{shownSkipped} executed stages that REST shows as skipped, {unfinished} unfinished applications whose end REST puts at -1; " +
            $"{listed.TotalSeconds:F0} s until listed, {watch.Elapsed.TotalSeconds:F0} s in all");
        output.WriteLine("REST fields that our JSON leaves out: " + string.Join(", ", comparison.NotOurs));
        Assert.Empty(comparison.Differences);
        Assert.Equal(logs.Count, served.Count);
        Assert.True(comparison.Equal > 500 * logs.Count, $"only {comparison.Equal} fields were compared");
    }

    async Task CompareAsync(
        HistoryServer server, List<(JsonElement App, JsonElement Attempt)> served, string log, RestComparison comparison)
    {
        var name = Path.GetFileName(log);
        using var document = OurJson.Of(log);
        var ours = document.RootElement;
        var app = ours.GetProperty("app");
        var id = app.GetProperty("id").GetString();
        var attemptId = app.GetProperty("attemptId").GetString();
        var found = served.Where(s => s.App.GetProperty("id").GetString() == id && AttemptOf(s.Attempt) == attemptId).ToList();
        Assert.True(found.Count == 1, $"{name}: the server lists {found.Count} applications {id}");
        var from = "applications/" + id + (attemptId is null ? "" : "/" + attemptId);

        comparison.Leaf(name + " name", found[0].App.GetProperty("name").GetString()!, app.GetProperty("name").GetString()!);
        Attempt(name, found[0].Attempt, app, comparison);
        Stages(name, await server.GetAsync($"{from}/stages?withSummaries=true&quantiles={Quantiles}"), ours.GetProperty("stages"),
            comparison);
        ById(name, "job", "jobId", await server.GetAsync(from + "/jobs"), ours.GetProperty("jobs"), RestShape.Job, comparison);
        ById(name, "executor", "id", await server.GetAsync(from + "/allexecutors"), ours.GetProperty("executors"),
            app.GetProperty("hasApplicationEnd").GetBoolean() ? RestShape.Executor : RestShape.ExecutorOfUnfinished, comparison);
        var sql = await server.GetAsync(from + "/sql?details=false&length=100000");
        ById(name, "sql", "id", sql, ours.GetProperty("sql"), RestShape.Sql, comparison);
        JobsOfSql(name, sql, ours.GetProperty("sql"), comparison);
    }

    /// <summary>The server shows -1 for the end of an application that has none, and counts its duration until now.</summary>
    void Attempt(string name, JsonElement served, JsonElement app, RestComparison comparison)
    {
        if (app.GetProperty("hasApplicationEnd").GetBoolean())
        {
            comparison.Object(name, served, app, RestShape.Attempt);
            return;
        }
        unfinished++;
        comparison.Leaf(name + ".completed", served.GetProperty("completed").GetRawText(), "false");
        comparison.Leaf(name + ".endTimeEpoch", served.GetProperty("endTimeEpoch").GetRawText(), "-1");
        comparison.Leaf(name + ".sparkUser", served.GetProperty("sparkUser").GetString()!, app.GetProperty("user").GetString()!);
    }

    void Stages(string name, JsonElement served, JsonElement ours, RestComparison comparison)
    {
        var byId = ours.EnumerateArray().ToDictionary(s => (s.GetProperty("stageId").GetInt32(), s.GetProperty("attemptId").GetInt32()));
        comparison.Leaf(name + " stages", served.GetArrayLength().ToString(), byId.Count.ToString());
        foreach (var stage in served.EnumerateArray())
        {
            var key = (stage.GetProperty("stageId").GetInt32(), stage.GetProperty("attemptId").GetInt32());
            var place = $"{name} stage {key}";
            if (!byId.TryGetValue(key, out var mine)) comparison.Leaf(place, "served", "missing");
            else if (mine.GetProperty("restShowsSkipped").GetBoolean())
            {
                shownSkipped++;
                comparison.Leaf(place + ".status", stage.GetProperty("status").GetString()!, "SKIPPED");
            }
            else comparison.Object(place, stage, mine, RestShape.Stage);
        }
    }

    static void ById(
        string name, string kind, string idField, JsonElement served, JsonElement ours, RestShape shape, RestComparison comparison)
    {
        var byId = ours.EnumerateArray().ToLookup(e => e.GetProperty(idField).ToString());
        comparison.Leaf($"{name} {kind}s", served.GetArrayLength().ToString(), byId.Count.ToString());
        foreach (var element in served.EnumerateArray())
        {
            var id = element.GetProperty(idField).ToString();
            // of an executor id that registered twice REST keeps the last life
            if (byId[id].Any()) comparison.Object($"{name} {kind} {id}", element, byId[id].Last(), shape);
            else comparison.Leaf($"{name} {kind} {id}", "served", "missing");
        }
    }

    static void JobsOfSql(string name, JsonElement served, JsonElement ours, RestComparison comparison)
    {
        foreach (var (execution, mine) in served.EnumerateArray().Join(
            ours.EnumerateArray(), e => e.GetProperty("id").GetInt64(), e => e.GetProperty("id").GetInt64(), (e, mine) => (e, mine)))
        {
            var jobs = new[] { "runningJobIds", "successJobIds", "failedJobIds" }.SelectMany(
                f => execution.GetProperty(f).EnumerateArray());
            comparison.Leaf(
                $"{name} sql {execution.GetProperty("id")} jobs", Sorted(jobs), Sorted(mine.GetProperty("jobIds").EnumerateArray()));
        }
    }

    static string Sorted(IEnumerable<JsonElement> numbers) => string.Join(",", numbers.Select(n => n.GetInt32()).Order());

    static string? AttemptOf(JsonElement attempt) => attempt.TryGetProperty("attemptId", out var id) ? id.GetString() : null;

    static List<string> Logs() =>
    [
        .. SampleLogs.All,
        .. Thoroughness.Choose([.. new[] { "causes", "codecs", "curves" }.SelectMany(group => Directory
            .GetFileSystemEntries(Path.Combine(SharedFolder.Path!, "spark-logs", group, "logs")).Order(StringComparer.Ordinal))], nth: 16),
    ];

    /// <summary>A server reads a folder only under the name that Spark gives a rolling log.</summary>
    static string NameFor(string log)
    {
        var name = Path.GetFileName(log);
        return Directory.Exists(log) && !name.StartsWith("eventlog_v2_", StringComparison.Ordinal) ? "eventlog_v2_" + name : name;
    }
}
