using Rightsizer.Analyzer.Replay.Simulation;
using Rightsizer.Analyzer.Replay.Simulation.Internals;

namespace Rightsizer.Analyzer.Tests.Replay;

public class EventQueueTests
{
    /// <summary>Against a list that is searched from its first to its last: earliest time, of equal ones the first that came.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(1_000_000)]
    public void EventsComeByTimeAndThenByTheirOrder(int differentTimes)
    {
        var random = new Random(22);
        var queue = new EventQueue();
        var plain = new List<(double TimeMs, int Task)>();
        for (var task = 0; task < 20_000; task++)
        {
            // it grows to some thousand events and shrinks to none
            if (plain.Count > 0 && random.Next(10_000) < (task < 10_000 ? 4_000 : 9_000))
            {
                var first = plain.MinBy(e => e.TimeMs);
                plain.Remove(first);
                var taken = queue.Take();
                Assert.Equal(first, (taken.TimeMs, taken.Task));
            }
            else
            {
                double time = random.Next(-1, differentTimes);
                plain.Add((time, task));
                queue.Add(time, EventKind.EndTask, 1, 2, task);
            }
            Assert.Equal(plain.Count, queue.Count);
        }
    }

    [Fact]
    public void TimesWithoutEnd_AreTakenLast()
    {
        var queue = new EventQueue();
        foreach (var time in (double[])[double.PositiveInfinity, 7, double.PositiveInfinity, 3, 5])
            queue.Add(time, EventKind.EndTask, 0);
        Assert.Equal([3, 5, 7, double.PositiveInfinity, double.PositiveInfinity],
            Enumerable.Range(0, 5).Select(_ => queue.Take().TimeMs));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void NumberSet_ListsItsMembersFromTheLargest()
    {
        var set = new NumberSet();
        foreach (var number in (int[])[0, 63, 64, 300, 1000, 65]) set.Add(number);
        set.Remove(64);
        set.Remove(5000);
        var members = new List<int>();
        for (var i = set.LastBefore(int.MaxValue); i >= 0; i = set.LastBefore(i)) members.Add(i);
        Assert.Equal([1000, 300, 65, 63, 0], members);
        Assert.True(set.Contains(300) && !set.Contains(64) && !set.Contains(100_000));
        Assert.Equal(-1, set.LastBefore(0));
    }
}
