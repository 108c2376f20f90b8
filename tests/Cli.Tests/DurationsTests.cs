using Rightsizer.Cli.Commands;

namespace Rightsizer.Cli.Tests;

public class DurationsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    [InlineData(10_000)]
    public void AnyNumberOfThem_SortAsALongArrayDoes(int count)
    {
        var random = new Random(count);
        var durations = new Durations();
        var expected = new long[count];
        for (var i = 0; i < count; i++)
        {
            expected[i] = i % 100 == 7 ? random.NextInt64() : i % 100 == 8 ? -random.NextInt64() : random.Next(-5, 100_000);
            durations.Add(expected[i]);
        }
        Array.Sort(expected);
        long[] buffer = [1, 2, 3];
        Assert.Equal(expected, durations.Sort(ref buffer).ToArray());
        Assert.Equal(count, durations.Count);
    }
}
