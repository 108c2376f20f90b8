using System.Globalization;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Brief;
using Rightsizer.Reports.Sizing;
using Rightsizer.TestSupport;
using static Rightsizer.Reports.Tests.Rendered;

namespace Rightsizer.Reports.Tests.Sizing;

/// <summary>
/// In no format of a sizing or a study is there a probability, a share saved or a saving against a cost that is assumed; against a known
/// one there is.
/// </summary>
public partial class AssumedBaselineTests
{
    static readonly string[] platforms = [SizingPlatform.EmrServerless];

    /// <summary>What ran, what is known of its price, and whether that makes its cost known.</summary>
    public static TheoryData<string, string, bool> Cases { get; } = new()
    {
        { "emr", "", false }, // nodes, their number and their start are inferred
        { "emr", "--usd-per-hour", true },
        { "emr", "list-instances", true }, // the release is that of the log's own Spark
        { "emr", "describe-cluster", false }, // whose end it does not name
        { "serverless", "", false }, // the processor is not named
        { "serverless", "--ran-on", true },
        { "serverless", "get-job-run", false }, // nor there
        { "glue", "", false },
        { "glue", "get-job-runs", true },
        { "standalone", "", false }, // the same executors on EMR stand in
        { "standalone", "--usd-per-hour", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryWriter_StatesASavingAgainstAKnownCostOnly(string where, string given, bool known)
    {
        var request = new SizingRequest { Pricing = Pricing(given), RunsPerWeek = 7, Platforms = platforms };
        // three runs show how much runs differ, without which there is no probability
        var result = ClusterSizer.Size([Run(where, "app-1"), Run(where, "app-2"), Run(where, "app-3")], request);

        Assert.Equal(known, result.BaselineBasis == CostBasis.Known);
        Assert.Equal(known, result.SavingProbability is not null);
        foreach (var (format, text) in Formats(result)) Check(format, text, known && result.Advice == SizingAdvice.Change, known);

        // the answer is its first sentence, two lines of a terminal at most; what explains it is below
        var answer = Printed(new SizeText(1000).Compose(result)).Split('\n')[1].Split(". ")[0];
        Assert.InRange(answer.Length, 20, 240);
        var reason = result.Reason.ToString()[1..] + ".";
        Assert.Contains(reason, Printed(new SizeText(1000).Compose(result)), StringComparison.Ordinal);
        Assert.Contains(reason, Written(o => SizeMarkdown.Write(result, o)).Replace("\\", "", StringComparison.Ordinal),
            StringComparison.Ordinal);

        var study = MigrationStudy.Run([Run(where, "app-1"), Run(where, "app-2", "other")], request);
        foreach (var (format, text) in Formats(study)) Check("study " + format, text, false, known);
        // where today's cost is not known the cheapest option stands for the job, and not what it runs on
        if (!known) Assert.All(study.Jobs, j => Assert.Equal(j.Sizing.Offers.Where(o => o.Rank > 0).Min(o => o.Usd!.P50), j.Pick!.Usd));
    }

    [Theory]
    [MemberData(nameof(SampleLogs))]
    public void SampleLogs_StateNone(string name)
    {
        var run = ApplicationRunLoader.Load(EventLogLocator.Find(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", name))[^1]);
        var result = ClusterSizer.Size([run], new SizingRequest { RunsPerWeek = 7, Platforms = platforms });

        foreach (var (format, text) in Formats(result)) Check(format, text, false, false);
    }

    public static TheoryData<string> SampleLogs => [.. SampleLogResult.Names];

    [Theory]
    [InlineData("saves 96 % (over 99 % likely to save at all)")]
    [InlineData("This saves ~$2,810 a year; it is 97 % likely to cost less.")]
    [InlineData("  \"savingProbability\": 0.97,")]
    [InlineData("saves ~7.72 USD a run, probability 0.97")]
    [InlineData("That is ~$41.00 (82 %) less than today.")]
    [InlineData("3 of 4 jobs have 90 % of the saving of $41.00")]
    public void ClaimOfASaving_IsSeen(string text) => Assert.Matches(Claim(), text);

    static void Check(string format, string text, bool hasClaim, bool known)
    {
        if (!known) Assert.False(Claim().IsMatch(text), $"{format}: {Claim().Match(text).Value}");
        // figures of a table say no more than their two ends
        else if (hasClaim && format != "csv") Assert.True(Claim().IsMatch(text), format);
    }

    [GeneratedRegex(@"%[^.;:]{0,12} likely|likely to (cost|save)|""saving(Probability|Usd)"": -?\d|""yearSavingUsd"": -?\d|probability \d"
        + @"|\bsaves (~?\$|\d+ %)|less than today|\b90 % of the saving of|saves ~[\d.]+ USD")]
    private static partial Regex Claim();

    static PriceContext Pricing(string given) => given switch
    {
        "--usd-per-hour" => new PriceContext { UsdPerHour = 3 },
        "--ran-on" => new PriceContext { RanOn = "x86_64" },
        "" => new PriceContext(),
        _ => new PriceContext { Cluster = ClusterFileReader.Parse("c.json", Files[given]) },
    };

    /// <summary>The run is from 2023-11-14T22:13:20Z on, for 1,211 s.</summary>
    static Dictionary<string, string> Files { get; } = new()
    {
        ["list-instances"] = """
            { "Instances": [ { "InstanceType": "m5.4xlarge", "Market": "ON_DEMAND", "Status": { "Timeline": {
              "CreationDateTime": "2023-11-14T22:05:00Z", "EndDateTime": "2023-11-14T22:40:00Z" } } } ] }
            """,
        ["describe-cluster"] = """
            { "Cluster": { "Id": "j-1", "ReleaseLabel": "emr-7.5.0", "AutoTerminate": true, "InstanceGroups": [
              { "Id": "ig", "InstanceGroupType": "CORE", "InstanceType": "m5.4xlarge", "Market": "ON_DEMAND", "RequestedInstanceCount": 4 } ] } }
            """,
        ["get-job-run"] = """{ "jobRun": { "billedResourceUtilization": { "vCPUHour": 8, "memoryGBHour": 32, "storageGBHour": 0 } } }""",
        ["get-job-runs"] = """
            { "JobRuns": [ { "Id": "jr_1", "WorkerType": "G.1X", "NumberOfWorkers": 5, "ExecutionTime": 1300, "GlueVersion": "4.0" },
              { "Id": "jr_2", "WorkerType": "G.2X", "NumberOfWorkers": 50, "ExecutionTime": 9000, "GlueVersion": "4.0" } ] }
            """,
    };

    static ApplicationRun Run(string where, string id, string name = "sketch")
    {
        const int cores = 4, executors = 4, waves = 10, taskMs = 30_000, stages = 4, stageMs = waves * taskMs;
        var sketch = new RunSketch(10_000 + stages * stageMs + 1_000) { AppId = id };
        foreach (var (key, value) in (IEnumerable<(string, string)>)(where switch
        {
            "emr" => [("spark.master", "yarn"), ("spark.emr.default.executor.cores", "4"), ("spark.executor.memory", "9486M")],
            "serverless" => [("spark.master", "custom:emr-serverless"), ("spark.executor.memory", "14g")],
            "glue" => [("spark.glue.GLUE_VERSION", "4.0"), ("spark.glue.JOB_RUN_ID", "jr_1"), ("spark.executor.memory", "10g")],
            _ => [("spark.master", "spark://primary:7077"), ("spark.executor.memory", "10g")],
        })) sketch.Setting(key, value);
        if (where == "emr") sketch.SparkVersion = "3.5.2-amzn-1";
        for (var e = 1; e <= executors; e++) sketch.Executor(e.ToString(CultureInfo.InvariantCulture), cores, 2_000);
        for (var s = 0; s < stages; s++)
        {
            var from = 10_000 + s * stageMs;
            var stage = sketch.Stage(s);
            (stage.JobId, stage.Times) = (s, (from, from + stageMs));
            for (var t = 0; t < executors * cores * waves; t++)
                stage.Task((t % (executors * cores) / cores + 1).ToString(CultureInfo.InvariantCulture),
                    from + t / (executors * cores) * taskMs, taskMs);
            sketch.Job(s, from, from + stageMs, s);
        }
        var run = sketch.Build();
        return run with { App = run.App with { Name = name } };
    }

    static IEnumerable<(string Format, string Text)> Formats(SizingResult r) =>
    [
        ("text", Printed(new SizeText(120).Compose(r))), ("text, verbose", Printed(new SizeText(120, all: true).Compose(r))),
        ("markdown", Written(o => SizeMarkdown.Write(r, o))), ("csv", Written(o => SizeCsv.Write(r, o))),
        ("html", Written(o => SizeHtml.Write(r, o))), ("json", Streamed(s => SizeJson.Write(s, r))), ("brief", SizeBrief.Compose(r)),
    ];

    static IEnumerable<(string Format, string Text)> Formats(StudyResult s) =>
    [
        ("text", Printed(new StudyText(120).Compose(s))), ("text, verbose", Printed(new StudyText(120, all: true).Compose(s))),
        ("markdown", Written(o => StudyMarkdown.Write(s, o))), ("csv", Written(o => StudyCsv.Write(s, o))),
        ("html", Written(o => StudyHtml.Write(s, o))), ("json", Streamed(o => SizeJson.Write(o, s))), ("brief", SizeBrief.Compose(s)),
    ];
}
