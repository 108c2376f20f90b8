using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Tests.Pricing;
using Rightsizer.Analyzer.Tests.Replay;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Fleet;

public partial class RunSummaryTests
{
    static readonly RunKey Key = new() { Uri = "/logs/app-1", SizeBytes = 10, ModifiedMs = 20, Pricing = "p" };

    static string SchemaPath => Path.Combine(SharedFolder.RepositoryRoot, "docs", "run-summary.schema.json");

    [Fact]
    public void CheckedInSchema_IsThatOfTheTypes()
    {
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1") File.WriteAllText(SchemaPath, RunSummaryJson.Schema());
        Assert.Equal(File.ReadAllText(SchemaPath), RunSummaryJson.Schema());
    }

    [Fact]
    public void UnreadableLog_IsThisLine()
    {
        var line = RunSummaryJson.Write(RunSummarizer.Unreadable(Key, ReadFailure.Timeout, "too long"));

        Assert.Equal("""{"key":{"uri":"/logs/app-1","sizeBytes":10,"modifiedMs":20,"schemaVersion":1,"pricing":"p"},"outcome":"unreadable","reason":"too long","failure":"timeout","findings":[],"waste":[]}""", Encoding.UTF8.GetString(line));
    }

    [Fact]
    public void WrittenAndReadAgain_IsTheSameBytes()
    {
        // an executor of 4 cores, paid for 100 s at 36 USD an hour: 1 USD
        var run = PricedRun.Of(100, [("a", 4, 0, null)], ("spark.executor.memory", "4g"), ("spark.yarn.tags", "team=x, nightly"));
        var summary = RunSummarizer.Summarize(Key, run, new PriceContext { UsdPerHour = 36 });
        var line = RunSummaryJson.Write(summary);

        Assert.Equal(1m, summary.Cost!.ActualUsd);
        Assert.Equal(400_000, summary.Cores!.PaidCoreMs);
        Assert.Equal(["nightly", "team=x"], summary.App!.Tags);
        Assert.Equal(line, RunSummaryJson.Write(RunSummaryJson.Read(line, out var version)!));
        Assert.Equal(1, version);
        using var schema = JsonDocument.Parse(RunSummaryJson.Schema());
        using var document = JsonDocument.Parse(line);
        Assert.Empty(SchemaValidator.Validate(schema.RootElement, document.RootElement));
    }

    [Fact]
    public void NamesOfPods_AreThoseOfTheLog()
    {
        var run = PricedRun.Of(100, [("a", 4, 0, null)], ("spark.kubernetes.driver.pod.name", "etl-driver"),
            ("spark.kubernetes.executor.podNamePrefix", "etl-05d4"));

        Assert.Equal(new RunPods("etl-driver", "etl-05d4"), RunSummarizer.Summarize(Key, run, new PriceContext()).Pods);
        Assert.Null(RunSummarizer.Summarize(Key, PricedRun.Of(100, [("a", 4, 0, null)]), new PriceContext()).Pods);
    }

    [Fact]
    public void StateOfBefore_GivesEveryAlternativeItsKind()
    {
        var summary = RunSummarizer.Summarize(
            Key, PricedRun.Of(100, [("a", 4, 0, null)], ("spark.executor.memory", "4g")), new PriceContext());
        var old = Encoding.UTF8.GetBytes(OldKinds().Replace(Encoding.UTF8.GetString(RunSummaryJson.Write(summary)), ""));
        var read = RunSummaryJson.Read(old, out _)!;

        Assert.DoesNotContain("emrSpotX86", Encoding.UTF8.GetString(old), StringComparison.Ordinal);
        Assert.Equal([LedgerKind.EmrOnDemandX86, LedgerKind.EmrSpotX86, LedgerKind.EmrOnDemandGraviton, LedgerKind.ServerlessX86,
            LedgerKind.ServerlessGraviton, LedgerKind.EmrOnEks, LedgerKind.Glue],
            read.Cost!.Alternatives.Select(a => a.Kind!.Value));
        Assert.Equal(summary.Cost!.Alternatives, read.Cost.Alternatives);
    }

    [GeneratedRegex(",\"(kind|actualKind)\":\"(emr|serverless|glue|inferred)\\w*\"")]
    private static partial Regex OldKinds();

    [Fact]
    public void IdleTail_IsWasteAtItsShareOfThePrice()
    {
        // one core for 100 s: 10 s of task, then nothing for 90 s
        var run = new RunSketch { EndMs = 100_000 }.Executor("1", 1).Job(0, 0, 10_000)
            .Stage(0, 0, 0, 10_000, [], new SketchTask(0, 0, 10_000, "1")).Build();
        var summary = RunSummarizer.Summarize(Key, run, new PriceContext { UsdPerHour = 36 });

        Assert.Equal([new WastePart("idleTail", 90_000, 0.9m)], summary.Waste);
        Assert.Equal(90_000, summary.NoJobMs);
    }

    /// <summary>The executor goes after 10 of 100 s, the driver idles on: by hand, 4 vCPU and 16 GB at 0.302952 an hour each.</summary>
    [Fact]
    public void IdleTail_WithoutExecutors_IsWhatTheDriverCosts()
    {
        var run = new RunSketch { EndMs = 100_000 }.Executor("1", 4, 0, 10_000).Job(0, 0, 10_000)
            .Stage(0, 0, 0, 10_000, [], new SketchTask(0, 0, 10_000, "1"))
            .Setting("spark.master", "custom:emr-serverless").Setting("spark.driver.cores", "4").Setting("spark.driver.memory", "14g")
            .Setting("spark.executor.cores", "4").Setting("spark.executor.memory", "14g").SystemProperty("os.arch", "amd64").Build();
        var summary = RunSummarizer.Summarize(Key, run, new PriceContext());

        Assert.Equal(90 / 3600.0 * 0.302952, (double)summary.Waste.Single(w => w.Kind == "idleTail").Usd!.Value, 0.00001);
        Assert.Equal(0, summary.Waste.Single(w => w.Kind == "idleTail").CoreMs);
    }

    [Fact]
    public void RunWhoseLastJobFailed_IsWasteAsAWhole()
    {
        var run = new RunSketch { EndMs = 20_000 }.Executor("1", 2).Job(0, 0, 10_000)
            .Stage(0, 0, 0, 10_000, [], new SketchTask(0, 0, 10_000, "1")).Build();
        run.Jobs[0].Status = "FAILED";
        run.Jobs[0].Failure = "Job aborted\n at somewhere";
        var summary = RunSummarizer.Summarize(Key, run, new PriceContext { UsdPerHour = 36 });

        Assert.Equal((RunOutcome.Failed, "its last job, 0, failed: Job aborted"), (summary.Outcome, summary.Reason));
        Assert.Equal([new WastePart("failedRun", 40_000, 0.2m)], summary.Waste);
    }

    [Fact]
    public void ShellSession_IsInteractive_AndItsPausesAreIdle()
    {
        var run = new RunSketch { EndMs = 100_000 }.Setting("spark.repl.class.outputDir", "/tmp/x").Executor("1", 1)
            .Job(0, 20_000, 30_000).Stage(0, 0, 20_000, 30_000, [], new SketchTask(0, 20_000, 10_000, "1")).Build();
        var summary = RunSummarizer.Summarize(Key, run, new PriceContext());

        Assert.Equal((Workload.Interactive, "shell"), (summary.Workload, summary.InteractiveKind));
        Assert.Equal([new WastePart("interactiveIdle", 90_000, null)], summary.Waste);
        Assert.Null(summary.Cost!.ActualUsd);
    }

    [Fact]
    public void LineOfANewerVersion_IsNotRead_AndTellsItsVersion()
    {
        Assert.Null(RunSummaryJson.Read("""{"key":{"uri":"u","schemaVersion":99,"pricing":"p","more":1},"x":[]}"""u8, out var version));
        Assert.Equal(99, version);
        Assert.Null(RunSummaryJson.Read("nonsense"u8, out version));
        Assert.Equal(0, version);
    }

    [Theory]
    [InlineData(null, 10L, 20L, true)]
    [InlineData(null, 10L, 21L, false)]
    [InlineData(null, 11L, 20L, false)]
    [InlineData("e", 10L, 20L, false)]
    public void Key_HoldsForTheSameVersionOnly(string? etag, long size, long modified, bool same) =>
        Assert.Equal(same, Key.Matches(Key with { ETag = etag, SizeBytes = size, ModifiedMs = modified }));

    [Fact]
    public void KeyWithAnETag_DoesNotLookAtTheTime() =>
        Assert.True((Key with { ETag = "e" }).Matches(Key with { ETag = "e", ModifiedMs = 99 }));

    [Fact]
    public void KeyThatTellsNoVersion_NeverHolds() => Assert.False((Key with { SizeBytes = null }).Matches(Key with { SizeBytes = null }));

    /// <summary>A local-cluster is in the application's own process: two of them are not one.</summary>
    [Theory]
    [InlineData("spark://primary:7077", "spark://primary:7077")]
    [InlineData("local-cluster[4,4,1024]", null)]
    public void Cluster_IsNamedWhereApplicationsShareIt(string master, string? id) => Assert.Equal(id, RunSummarizer.Summarize(
        Key, PricedRun.Of(100, [("a", 4, 0, null)], ("spark.master", master)), new PriceContext()).Cluster!.Id);
}
