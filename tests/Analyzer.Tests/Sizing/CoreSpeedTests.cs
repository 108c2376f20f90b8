using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Tests.Sizing;

public class CoreSpeedTests
{
    /// <summary>docs/science.md 1.3: s(o) = min(1, (0.5 + (o - 0.5) x 0.3) / o) above half; below it every thread has its core.</summary>
    [Theory]
    [InlineData(0.25, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.75, 0.766666667)] // (0.5 + 0.075) / 0.75
    [InlineData(1, 0.65)]
    [InlineData(2, 0.325)] // the same throughput, shared by twice as many
    public void Threads_ShareTheirCore(double occupancy, double speed) =>
        Assert.Equal(speed, CoreSpeed.Compute(CoreKind.Thread, occupancy), 6);

    [Fact]
    public void GravitonAndAmdCores_AreWhole()
    {
        Assert.Equal(1, CoreSpeed.Compute(CoreKind.Core, 1), 9);
        Assert.Equal(0.65 * 1.105170918, CoreSpeed.Compute(CoreKind.Graviton, 1), 6); // e^0.10 over a shared thread
        Assert.Equal(CoreKind.Core, CoreSpeed.KindOf(PriceBook.Embedded.Type("m7a.xlarge")!));
        Assert.Equal(CoreKind.Thread, CoreSpeed.KindOf(PriceBook.Embedded.Type("m6a.xlarge")!));
        Assert.Equal(CoreKind.Thread, CoreSpeed.KindOf(PriceBook.Embedded.Type("m7i.xlarge")!));
        Assert.Equal(CoreKind.Graviton, CoreSpeed.KindOf(PriceBook.Embedded.Type("r8g.xlarge")!));
    }

    [Fact]
    public void UnknownMachine_GetsNoCreditForHalfEmptyNodes()
    {
        Assert.Equal(1, CoreSpeed.CpuFactor(null, 1, CoreKind.Thread, 0.5));
        Assert.Equal(1, CoreSpeed.CpuFactor(null, 1, CoreKind.Core, 1));
        Assert.Equal(0.904837418, CoreSpeed.CpuFactor(null, 1, CoreKind.Graviton, 1), 6); // e^-0.10
        // a full m5 to a half full one: 0.65 of the CPU time
        Assert.Equal(0.65, CoreSpeed.CpuFactor(PriceBook.Embedded.Type("m5.xlarge"), 1, CoreKind.Thread, 0.5), 9);
    }
}
