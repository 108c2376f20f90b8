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

    /// <summary>
    /// As a simulation does: events follow the one taken, at a pace that changes, some at once, some far away, some of the past.
    /// </summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(700, 1)]
    [InlineData(700, 50)]
    [InlineData(700, 1e-7)]
    [InlineData(700, 1e15)]
    public void EventsFollowEachOther_AtAnyPace(int together, double unitMs)
    {
        var random = new Random(23);
        var queue = new EventQueue();
        var plain = new SortedSet<(double TimeMs, int Task)>();
        var task = 0;
        void Add(double time)
        {
            plain.Add((time, task));
            queue.Add(time, EventKind.EndTask, 1, 2, task++);
        }
        for (var i = 0; i < together; i++) Add(i % 3 * unitMs);
        for (var step = 0; step < 60_000; step++)
        {
            var first = plain.Min;
            plain.Remove(first);
            var taken = queue.Take();
            Assert.Equal(first, (taken.TimeMs, taken.Task));
            // whole numbers, so that many are at the same time
            var pace = (step / 6_000) % 2 == 0 ? 1 : 100;
            var wait = random.Next(100) switch { 0 => 1e6, 1 => -3, < 20 => 0, < 40 => 5, _ => random.Next(1000 * pace) };
            Add(first.TimeMs + unitMs * wait);
            Assert.Equal(plain.Count, queue.Count);
        }
        while (plain.Count > 0)
        {
            var first = plain.Min;
            plain.Remove(first);
            Assert.Equal(first.Task, queue.Take().Task);
        }
        Assert.Equal(0, queue.Count);
    }

    /// <summary>Four at once are as one by one, wherever they begin, and as the formula says it.</summary>
    [Fact]
    public void NoiseOfTasks_DoesNotDependOnWhatIsDrawnTogether()
    {
        var noise = new RunNoise(42, 3, new NoiseScale(0.006, 0.2, 0.1, 0.02, 0.5, 0.3));
        var all = new double[400];
        noise.Tasks(7, 0, all);
        var drawn = new TaskNoise();
        drawn.Begin(399);
        var random = new Random(5);
        for (var i = 0; i < 399; i++) Assert.Equal(all[i], drawn.Of(noise, 7, i));
        for (var i = 0; i < 1000; i++)
        {
            var task = random.Next(399);
            Assert.Equal(all[task], drawn.Of(noise, 7, task));
        }
        var logs = all.Select(f => Math.Log(f) / 0.02).ToArray();
        Assert.InRange(logs.Average(), -0.15, 0.15);
        Assert.InRange(Math.Sqrt(logs.Average(x => x * x)), 0.9, 1.1);
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
