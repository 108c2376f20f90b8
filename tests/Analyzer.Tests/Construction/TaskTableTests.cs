using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Tests.Construction;

public class TaskTableTests
{
    static readonly long[] Values = [
        0, 1, 255, 256, 65_535, 65_536, int.MaxValue, int.MaxValue + 1L, long.MaxValue, -1, int.MinValue, int.MinValue - 1L, long.MinValue];

    [Fact]
    public void Column_HoldsWhatWasSetWhateverItsWidth()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            // every eighth over several blocks
            var rows = seed % 8 == 0 ? 5_000 : 100;
            var column = new LongColumn(random.Next(2 * rows));
            var expected = new long[rows];
            for (var i = 0; i < 2 * rows; i++)
            {
                var row = random.Next(expected.Length);
                column.Set(row, expected[row] = Values[random.Next(1 + random.Next(Values.Length))]);
            }

            Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(row => column[row]));
            var read = new double[3];
            column.Read([99, 0, 50], read);
            Assert.Equal([expected[99], expected[0], expected[50]], read);
        }
    }

    [Fact]
    public void MetricOfOneLateTask_IsZeroForTheOthers()
    {
        var table = new TaskTable(expectedTasks: 2);
        for (var i = 0; i < 5; i++)
        {
            var metrics = new TaskMetrics();
            if (i == 3) metrics[TaskMetric.MemoryBytesSpilled] = 7;
            table.SetMetrics(table.AddStarted(new TaskInfo
            {
                TaskId = 100 + 2 * i,
                Index = 9 - i,
                Attempt = i == 4 ? 1 : 0,
                LaunchTimeMs = 1_000 + i,
                ExecutorId = "e" + i
            }), metrics);
        }

        Assert.Equal([0, 0, 0, 7, 0], Enumerable.Range(0, 5).Select(row => table.Metric(row, TaskMetric.MemoryBytesSpilled)));
        Assert.Equal([100, 102, 104, 106, 108], Enumerable.Range(0, 5).Select(table.TaskId));
        Assert.Equal([9, 8, 7, 6, 5], Enumerable.Range(0, 5).Select(table.Index));
        Assert.Equal([0, 0, 0, 0, 1], Enumerable.Range(0, 5).Select(table.Attempt));
        Assert.False(table.HasColumn(TaskMetric.DiskBytesSpilled));
    }

    [Fact]
    public void ManyExecutors_KeepTheirNames()
    {
        var table = new TaskTable();
        string?[] names = [null, "", .. Enumerable.Range(0, 100).Select(i => $"{i}")];
        for (var i = 0; i < 500; i++)
            table.AddStarted(new TaskInfo { TaskId = i, ExecutorId = names[i * 7 % names.Length] is { } n ? new string(n) : null });

        for (var i = 0; i < 500; i++) Assert.Equal(names[i * 7 % names.Length], table.ExecutorId(i));
    }
}
