using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Tests.Replay;

public class StableOrderTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1000, 3)]
    [InlineData(1000, 100_000)]
    [InlineData(1000, long.MaxValue)]
    public void RandomKeys_AreSortedAsLinqSortsThem(int count, long range)
    {
        var random = new Random(7);
        var keys = Enumerable.Range(0, count).Select(_ => random.NextInt64(-range, range)).ToArray();

        Assert.Equal(Enumerable.Range(0, count).OrderBy(i => keys[i]), StableOrder.Compute(keys));
    }

    [Fact]
    public void KeysAtBothEnds_AreSorted() => Assert.Equal([1, 2, 0], StableOrder.Compute([long.MaxValue, long.MinValue, 0]));

    [Fact]
    public void PartOfThePlaces_IsSortedAlone()
    {
        int[] order = [3, 1, 2];
        StableOrder.Sort(order, [0, 9, 5, 5]);

        Assert.Equal([3, 2, 1], order);
    }
}
