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

        Assert.InRange(Named(report, "EMR on EC2 On-Demand (x86)").DurationMs, 1_206_000, 1_216_000);
        // a Graviton core is e^0.10 of a shared thread: tasks take 0.90 (2 % steps) of 1,200 s
        Assert.InRange(Named(report, "EMR on EC2 On-Demand (Graviton)").DurationMs, 1_086_000, 1_096_000);
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
