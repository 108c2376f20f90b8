using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>Logs of the shared folder with the values that the page beside each log expects.</summary>
public class SharedCaseTests
{
    static ApplicationRun Load(string log)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var path = Path.Combine(SharedFolder.Path, "cases", log);
        Assert.SkipUnless(File.Exists(path), "the shared folder has no cases");
        return ApplicationRunLoader.Load(EventLogLocator.Find(path)[^1]);
    }

    static CostReport Price(string log) => CostModel.Price(Load(log), new PriceContext());

    [Theory]
    [InlineData("01-delta-keys-on-emr/log.zstd", "emr-ec2", 0.106776)]
    [InlineData("01-delta-keys-on-emr/twin-without-delta-keys.zstd", "emr-ec2", 0.106776)]
    [InlineData("02-serverless-without-own-keys/log.zstd", "emr-serverless", 0.035176)]
    [InlineData("02-serverless-without-own-keys/twin-with-a-key.zstd", "emr-serverless", 0.035176)]
    [InlineData("19-serverless-disk/disk200.zstd", "emr-serverless", 0.0370)]
    [InlineData("20-serverless-overhead-factor/log.zstd", "emr-serverless", 0.0348)]
    [InlineData("21-driver-only/serverless.zstd", "emr-serverless", 0.1010)]
    [InlineData("26-driver-on-its-own-node/log.zstd", "emr-ec2", 0.58)]
    public void PlatformAndCost_AreTheCasesOwn(string log, string platform, double usd)
    {
        var report = Price(log);

        Assert.Equal(platform, report.Platform);
        var decimals = Math.Max(2, usd.ToString(System.Globalization.CultureInfo.InvariantCulture).Split('.')[1].Length);
        Assert.Equal((decimal)usd, Math.Round(report.Actual!.TotalUsd!.Value, Math.Max(decimals, usd < 0.5 ? 4 : 2)));
    }

    [Theory]
    [InlineData("07-stage-level-scheduling/real-spark-3.5.9.zstd", 558, 633)]
    [InlineData("07-stage-level-scheduling/emr.zstd", 2_560, 2_774)]
    [InlineData("right/32-task-cpus-2/log.zstd", 466.6, 540)]
    [InlineData("right/35-killed-task-with-epoch-run-time/log.zstd", 779, 1_007)]
    [InlineData("27-removed-before-added/log.zstd", 768, 8_287)]
    public void UsedAndPaidCoreSeconds_AreTheCasesOwn(string log, double used, double paid)
    {
        var overview = RunOverview.Compute(Load(log));

        Assert.Equal(used, overview.UsedCoreMs / 1000.0, 0.5);
        Assert.Equal(paid, overview.PaidCoreMs!.Value / 1000.0, 0.5);
    }

    /// <summary>
    /// The job ends at 73 s, executor 4 is removed at 133 s, the application ends at 673 s. Without the tail but for 2 s: three
    /// executors of 4 cores for 598 s less, the fourth for 58 s less: 7,408 of the 8,287 core-seconds paid.
    /// </summary>
    [Fact]
    public void ExecutorThatWentInTheTail_SavesOnlyWhatItStillCost()
    {
        var finding = ApplicationAnalyzer.Analyze(Load("27-removed-before-added/log.zstd"), new AnalysisOptions())
            .Findings.Single(f => f.Kind == "idleTail");

        Assert.InRange(finding.SavesCoreMs!.Value, 7_390_000, 7_426_000);
    }

    [Theory]
    [InlineData("07-stage-level-scheduling/real-spark-3.5.9.zstd")]
    [InlineData("07-stage-level-scheduling/emr.zstd")]
    [InlineData("right/32-task-cpus-2/log.zstd")]
    public void TasksOfSeveralCpus_AreNotTooFew(string log)
    {
        var result = ApplicationAnalyzer.Analyze(Load(log), new AnalysisOptions());

        Assert.DoesNotContain(result.Findings, f => f.Kind is "tooFewPartitions" or "idleCores");
    }

    [Theory]
    [InlineData("right/36-eks-pyspark-factor/log.zstd", "11.199 GiB")]
    [InlineData("right/37-eks-off-heap/log.zstd", "8.399 GiB")]
    public void Pods_HaveTheMemoryOfTheCase(string log, string memory) =>
        Assert.Contains(Price(log).Actual!.Lines, l => l.Name.ToString().Contains(memory, StringComparison.Ordinal));

    /// <summary>Only the JobEnd was lost: the run was finished and can be simulated, with 5 s between its jobs.</summary>
    [Fact]
    public void LostJobEnd_LeavesTheRunWhole()
    {
        var result = ApplicationAnalyzer.Analyze(Load("right/44-job-end-lost/log.zstd"), new AnalysisOptions());

        Assert.Null(result.Replay!.Refused);
        Assert.Equal(RunEnd.Finished, RunVerdict.Judge(result).End);
        Assert.Equal(5.0, result.Waterfall!.Time.Single(l => l.Name == "betweenStages").Ms / 1000.0, 2.0);
    }

    [Fact]
    public void CompactedLog_HasNoUsedShareAndNoReplay()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var folder = Path.Combine(SharedFolder.Path, "cases", "12-compacted-log-waste", "log");
        Assert.SkipUnless(Directory.Exists(folder), "the shared folder has no cases");
        var result = ApplicationAnalyzer.Analyze(ApplicationRunLoader.Load(EventLogLocator.Find(folder)[^1]), new AnalysisOptions());

        Assert.Null(RunOverview.Compute(result.Run).UsedRatio);
        Assert.NotNull(result.Replay!.Refused);
        Assert.DoesNotContain(result.Findings, f => f.Kind == "slowStart");
    }

    [Theory]
    [InlineData("middle", 2)]
    [InlineData("first", 1)]
    public void MissingPart_IsNamedByItsNumber(string which, int number)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var folder = Path.Combine(SharedFolder.Path, "cases", "right", "39-rolling-part-missing", which);
        Assert.SkipUnless(Directory.Exists(folder), "the shared folder has no cases");
        var run = ApplicationRunLoader.Load(EventLogLocator.Find(folder)[^1]);

        Assert.True(run.Log.LacksWork);
        Assert.Contains($"The part with number {number} is missing; sums are too low.", run.Log.Doubts);
    }

    [Fact]
    public void ShuffleOptimisedDisk_IsAHole()
    {
        var actual = Price("19-serverless-disk/shuffle-optimised.zstd").Actual!;

        Assert.Null(actual.TotalUsd);
        Assert.Contains(actual.Lines, l => l.AmountUsd is null && l.Unit == "GB-hour");
    }

    [Fact]
    public void PodsThatRequestLessCpu_PayTheFeeOnTheirRequest()
    {
        var lines = Price("17-eks-cpu-request/log.zstd").Actual!.Lines.Where(l => l.AmountUsd is not null).ToList();

        Assert.Equal(0.0064m, Math.Round(lines.Sum(l => l.AmountUsd!.Value), 4));
        Assert.Equal([0.0352m, 0.270m], lines.Where(l => l.Unit == "vCPU-hour").Select(l => Math.Round(l.Quantity, 4))
            .Select(q => q > 0.1m ? Math.Round(q, 3) : q).Order());
    }

    [Fact]
    public void DriverOnly_OnEmr_IsThePrimaryAndOneCoreNode()
    {
        var lines = Price("21-driver-only/emr.zstd").Actual!.Lines
            .Where(l => l.Service == CostService.Ec2 && l.Purpose != LinePurpose.StartUp).ToList();

        Assert.Equal(2, lines.Count);
        Assert.All(lines, l => Assert.Equal(0.333m, Math.Round(l.Quantity, 3))); // 20 minutes each
    }

    [Fact]
    public void GpuRun_IsPricedOnGpuNodes_WithoutAlternatives()
    {
        var report = Price("24-gpu-nodes/log.zstd");

        // expected: g4dn.12xlarge at 3.912 an hour
        Assert.Contains(report.Actual!.Lines, l => l.UnitPriceUsd == 3.912m);
        Assert.Empty(report.Alternatives);
    }

    [Theory]
    [InlineData("10-native-engines/gluten.zstd", "Velox")]
    [InlineData("10-native-engines/comet.zstd", "Comet")]
    [InlineData("10-native-engines/photon-by-tags.zstd", "Photon")]
    public void NativeEngine_IsNamed_AndHasNoAlternatives(string log, string engine)
    {
        var report = Price(log);

        Assert.Empty(report.Alternatives);
        Assert.Contains(report.Notes, n => n.Contains("ran on " + engine, StringComparison.Ordinal));
    }

    [Fact]
    public void PythonOutsideTheHeap_HasRoomInEveryOffer()
    {
        var result = ClusterSizer.Size([Load("03-pyspark-memory-outside-heap/log.zstd")], new SizingRequest());

        // expected: ProcessTreePythonRSSMemory 2.14 GiB of 4 slots, 0.54 GiB each
        Assert.Contains(result.Offers, o => !o.IsToday);
        Assert.All(result.Offers.Where(o => !o.IsToday),
            o => Assert.True(o.Executor!.OverheadMib + o.Executor.PySparkMib >= 0.535 * 1024 * o.Executor.Cores, o.Name.ToString()));
    }

    [Fact]
    public void OverheadThatAGlueWorkerCannotHold_IsNoOfferOfGlue()
    {
        var result = ClusterSizer.Size([Load("03-pyspark-memory-outside-heap/explicit-overhead.zstd")], new SizingRequest());

        Assert.DoesNotContain(result.Offers, o => o.WorkerType == "G.1X");
    }

    /// <summary>The driver's pod is on a node as well: 506.088 s of it and 4 executors of 0.135069 h each (0.540278 h).</summary>
    [Fact]
    public void NodesOfThePods_HoldTheDriverToo() =>
        Assert.Equal(0.68, (double)Price("17-eks-cpu-request/log.zstd").Actual!.Lines
            .Single(l => l.Name.ToString() == "EC2 share of the pods' nodes").Quantity, 0.001);
}
