using Rightsizer.Analyzer.Numerics.Internals;

namespace Rightsizer.Analyzer.Tests.Numerics;

public class FastSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(5000)]
    public void RandomDoubles_AreSortedAsTheFrameworkSortsThem(int count)
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => Math.Round((random.NextDouble() - 0.5) * 1e5, random.Next(4)))];
        var expected = values.Order().ToArray();

        FastSort.Sort(values);

        Assert.Equal(expected, values);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void DoublesAtTheEnds_AreSortedAsTheFrameworkSortsThem(int count)
    {
        double[] ends = [double.PositiveInfinity, double.NaN, -1, double.MaxValue, double.NegativeInfinity, double.Epsilon, -double.NaN, 0,
            double.MinValue, 1];
        double[] values = [.. Enumerable.Range(0, count).Select(i => ends[i % ends.Length])];
        var expected = values.Order().ToArray();

        FastSort.Sort(values);

        Assert.Equal(expected, values);
    }

    [Theory]
    [InlineData(10, long.MaxValue)]
    [InlineData(1000, 3)]
    [InlineData(1000, long.MaxValue)]
    public void RandomWholeNumbers_AreSortedAsTheFrameworkSortsThem(int count, long range)
    {
        var random = new Random(7);
        long[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(-range, range)), long.MinValue, long.MaxValue];
        var expected = values.Order().ToArray();

        FastSort.Sort(values);

        Assert.Equal(expected, values);
    }
}
