using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Tests.Sizing;

public class CoreSpeedTests
{
    [Theory]
    [InlineData(0.25, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.75, 0.766667)] // (0.5 + 0.25 * 0.3) / 0.75
    [InlineData(1, 0.65)] // (0.5 + 0.5 * 0.3) / 1
    [InlineData(2, 0.325)] // twice the threads, each with half the time
    public void Thread_SlowsAsItsSiblingsWork(double occupancy, double speed) =>
        Assert.Equal(speed, CoreSpeed.Compute(CoreKind.Thread, occupancy), 6);

    [Fact]
    public void AmdSeventh_IsACore_GravitonIsMeasuredAgainstAFullThread()
    {
        Assert.Equal(1, CoreSpeed.Compute(CoreKind.Core, 1), 9);
        Assert.Equal(0.65 * 1.105170918, CoreSpeed.Compute(CoreKind.Graviton, 1), 6); // e^0.10 over a shared thread
        Assert.Equal(CoreKind.Core, On("m7a.xlarge").Kind);
        Assert.Equal(CoreKind.Thread, On("m6a.xlarge").Kind);
        Assert.Equal(CoreKind.Thread, On("m7i.xlarge").Kind);
        Assert.Equal(CoreKind.Graviton, On("r8g.xlarge").Kind);
    }

    [Fact]
    public void UnknownSource_IsAThreadOf2021_AsFastAsAMachineThatAwsDoesNotName()
    {
        Assert.Equal(1, CoreSpeed.CpuFactor(null, 1, On("m6i.xlarge")), 9);
        Assert.Equal(1, CoreSpeed.CpuFactor(null, 1, On("m6i.xlarge", 0.5)), 9);
        Assert.Equal(1, CoreSpeed.CpuFactor(null, 1, Machine.Unnamed("x86_64")), 9);
        Assert.Equal(0.904837418, CoreSpeed.CpuFactor(null, 1, Machine.Unnamed("arm64")), 6); // e^-0.10
        // 1.15 at best is taken as its square root: m5 is that much slower
        Assert.Equal(1.072380529, CoreSpeed.CpuFactor(null, 1, On("m5.xlarge")), 6);
    }

    [Fact]
    public void KnownSource_SharedThreadsAreFasterAlone_AndAsFastWhereAwsNamesNone()
    {
        var m5 = PriceBook.Embedded.Type("m5.xlarge");
        Assert.Equal(0.65, CoreSpeed.CpuFactor(m5, 1, On("m5.2xlarge", 0.5)), 9);
        Assert.Equal(1, CoreSpeed.CpuFactor(m5, 1, Machine.Unnamed("x86_64")), 9);
    }

    /// <summary>
    /// Against AWS's own figures: C7g over C6g on EMR 6.9 took 13.65 to 18.73 % less time; of "up to X" the square root is taken.
    /// </summary>
    [Theory]
    [InlineData("c6g.4xlarge", "c7g.4xlarge", 0.8127, 0.8635)]
    [InlineData("m5.xlarge", "m6i.xlarge", 0.9325, 0.9326)] // 1 / sqrt(1.15)
    [InlineData("m7i.xlarge", "m8i.xlarge", 0.9128, 0.9129)] // 1 / sqrt(1.2)
    [InlineData("r7g.xlarge", "r8g.xlarge", 0.8770, 0.8771)] // 1 / sqrt(1.3)
    [InlineData("m7a.xlarge", "m8a.xlarge", 0.8770, 0.8771)]
    [InlineData("m6a.xlarge", "m7a.xlarge", 0.6666, 0.6667)] // 1 / 1.5: a core in place of a thread, AWS's figure
    public void NewerGeneration_IsTakenByAwsFigures(string from, string to, double least, double most) =>
        Assert.InRange(CoreSpeed.CpuFactor(PriceBook.Embedded.Type(from), 1, On(to)), least, most);

    [Fact]
    public void Spread_GrowsWithTheGenerationsBetween()
    {
        double Between(string a, string b) => Silicon.SpreadBetween(Of(a), Of(b));
        Assert.Equal(0, Between("m5.xlarge", "r5.xlarge"));
        // a tenth of the jobs gains nothing, a tenth all of AWS's figure
        Assert.Equal(Math.Log(1.2) / 2 / 1.2815515655, Between("m7i.xlarge", "m8i.xlarge"), 6);
        Assert.True(Between("m5.xlarge", "m8i.xlarge") > Between("m5.xlarge", "m7i.xlarge"));
    }

    [Fact]
    public void OwnRuns_CorrectThePrior_TheMoreTheMoreThereAre()
    {
        var (g2, g3) = (Of("m6g.xlarge"), Of("m7g.xlarge"));
        // on Graviton3 the job's bytes take as much CPU time as on Graviton2: nothing of the published 17.7 % is there
        var once = new LearntSpeeds(g2, [(g2, 1.0), (g3, 1.0)]);
        var often = new LearntSpeeds(g2, [(g2, 1.0), (g2, 1.0), (g2, 1.0), (g3, 1.0), (g3, 1.0), (g3, 1.0)]);
        Assert.InRange(once.LogOf(g3)!.Value, 0.01, 0.10);
        Assert.InRange(often.LogOf(g3)!.Value, 0, once.LogOf(g3)!.Value);
        Assert.True(often.SpreadOf(g3) < once.SpreadOf(g3));
        Assert.Equal(6, often.RunsOf(g3));
        Assert.Null(often.LogOf(Of("m8g.xlarge")));
        Assert.Null(often.LogOf(g2));
    }

    static Machine On(string type, double occupancy = 1) => Machine.On(PriceBook.Embedded.Type(type)!, occupancy);

    static Silicon Of(string type) => Silicon.Find(PriceBook.Embedded.Type(type)!);
}
