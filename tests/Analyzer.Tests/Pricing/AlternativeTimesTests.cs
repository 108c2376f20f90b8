using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Tests.Sizing;

namespace Rightsizer.Analyzer.Tests.Pricing;

public class AlternativeTimesTests
{
    static CostReport Price(Model.ApplicationRun run) => CostModel.Price(run, new PriceContext(), () => RunReplay.Prepare(run).Plan);

    static Ledger Named(CostReport report, string start) =>
        report.Alternatives.Single(a => a.Name.ToString().StartsWith(start, StringComparison.Ordinal));

    [Fact]
    public void CpuBoundRun_TakesOnGravitonWhatAFasterCoreMakesOfIt()
    {
        // 4 x m5.xlarge, all 4 threads at work; 1,200 s of 1,211 are tasks on the CPU
        var report = Price(SizedJobs.Run());

        // m8a: AWS's 1.5 of 7a over 6a, sqrt(1.3) of 8a over 7a, sqrt(1.15) of 6a over m5: tasks take 0.54 (2 % steps) of 1,200 s
        Assert.Contains("m8a.", Named(report, "EMR on EC2 On-Demand (x86)").Name.ToString(), StringComparison.Ordinal);
        Assert.InRange(Named(report, "EMR on EC2 On-Demand (x86)").DurationMs, 654_000, 664_000);
        // Graviton4: e^0.10 of a shared thread, AWS's 1.19 of Graviton3, sqrt(1.3) of Graviton4: 0.66
        Assert.Contains("8g.", Named(report, "EMR on EC2 On-Demand (Graviton)").Name.ToString(), StringComparison.Ordinal);
        Assert.InRange(Named(report, "EMR on EC2 On-Demand (Graviton)").DurationMs, 798_000, 808_000);
        // no type is named on EMR Serverless: Graviton2's e^0.10
        Assert.InRange(Named(report, "EMR Serverless arm64").DurationMs, 1_086_000, 1_096_000);
        Assert.Contains(Named(report, "EMR on EC2 On-Demand (x86)").Lines,
            l => l.Name.ToString().StartsWith("EC2 On-Demand, core", StringComparison.Ordinal) && l.Ground == Ground.Simulated);
        Assert.Contains(Named(report, "EMR on EC2 Spot").Notes, n => n.ToString().StartsWith("interruptions: ", StringComparison.Ordinal));
    }

    [Fact]
    public void SleepingRun_IsAsLongOnAnyCore()
    {
        var report = Price(SizedJobs.Run(with: SizedJobs.Sleeps));

        Assert.All(report.Alternatives, a => Assert.InRange(a.DurationMs, 1_206_000, 1_216_000));
    }

    [Fact]
    public void RefusedReplay_KeepsTheObservedTimeAndSaysSo()
    {
        var run = SizedJobs.Run();
        var report = CostModel.Price(run, new PriceContext(), () => null);

        Assert.All(report.Alternatives, a => Assert.Equal(1_211_000, a.DurationMs));
        Assert.All(report.Alternatives,
            a => Assert.Contains(a.Notes, n => n.ToString().StartsWith("run time taken as the observed one", StringComparison.Ordinal)));
    }
}
