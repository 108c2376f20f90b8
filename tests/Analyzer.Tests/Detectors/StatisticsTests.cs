using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Tests.Detectors;

public class StatisticsTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    public void MedianLine_FindsALineUnderOutliers(int points)
    {
        double[] x = [.. Enumerable.Range(0, points)];
        double[] y = [.. x.Select((v, i) => i % 5 == 4 ? 1e6 : 3 + 2 * v)];
        var (intercept, slope) = Statistics.MedianLine(x, y);

        Assert.Equal(2, slope, 6);
        Assert.Equal(3, intercept, 3);
    }

    [Fact]
    public void MedianLine_OfEqualPlaces_IsFlat() => Assert.Equal((2, 0), Statistics.MedianLine([5, 5, 5], [1, 2, 3]));

    [Fact]
    public void Quantile_LiesBetweenNeighbours() =>
        Assert.Equal([1, 1.75, 2.5, 4, 0], [Q(0), Q(0.25), Q(0.5), Q(1), Statistics.Quantile([], 0.5)]);

    /// <summary>AppStatusStore: indices.map(q => math.min((q * count).toLong, count - 1)) over ascending values.</summary>
    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.25, 20)]
    [InlineData(0.5, 30)]
    [InlineData(0.95, 40)]
    [InlineData(1, 40)]
    public void SparkQuantile_IsSparksIndexRule(double q, int expected) =>
        Assert.Equal(expected, Statistics.SparkQuantile([10, 20, 30, 40], q));

    /// <summary>Nine of ten runs end within the ninth; the median run of four is the second.</summary>
    [Theory]
    [InlineData(10, 0.9, 8)]
    [InlineData(10, 0.1, 0)]
    [InlineData(4, 0.5, 1)]
    [InlineData(5, 0.5, 2)]
    [InlineData(1, 0.95, 0)]
    [InlineData(20, 0.95, 18)]
    public void RankIndex_IsTheNearestRank(int count, double p, int expected) => Assert.Equal(expected, Statistics.RankIndex(count, p));

    [Fact]
    public void WeightedQuantile_IsTheFirstWhoseWeightsReachIt()
    {
        (int, double)[] values = [(3, 0.2), (1, 0.5), (2, 0.3)];
        Assert.Equal([1, 1, 2, 2, 3], new[] { 0.1, 0.5, 0.51, 0.8, 1 }.Select(p => Statistics.WeightedQuantile(values, p)));
    }

    [Fact]
    public void Hoover_IsTheShareOfWorkToMove() => Assert.Equal(0.375, Statistics.Hoover([1, 1, 1, 5]), 9); // 3 of 8 move

    [Fact]
    public void Makespan_GivesTheNextTaskToTheSlotThatIsFreeFirst()
    {
        Assert.Equal(8, GreedySchedule.MakespanMs([5, 1, 1, 6], 2)); // 5 and 1 + 1 + 6
        Assert.Equal(13, GreedySchedule.MakespanMs([5, 1, 1, 6], 1));
        Assert.Equal(6, GreedySchedule.MakespanMs([5, 1, 1, 6], 9));
        Assert.Equal(0, GreedySchedule.MakespanMs([], 3));
    }

    [Fact]
    public void Sizes_AreReadAsSparkReadsThem() => Assert.Equal(
        [64.0 * (1 << 20), 6.0 * (1 << 30), 512.0 * (1 << 20), null, null],
        [SparkSettings.ParseBytes("64m", 1), SparkSettings.ParseBytes("6 GB", 1), SparkSettings.ParseBytes("512", 1 << 20),
            SparkSettings.ParseBytes("much", 1), SparkSettings.ParseBytes(null, 1)]);

    static double Q(double p) => Statistics.Quantile([1, 2, 3, 4], p);
}
