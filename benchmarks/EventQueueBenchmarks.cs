using BenchmarkDotNet.Attributes;
using Rightsizer.Analyzer.Replay.Simulation;
using Rightsizer.Analyzer.Replay.Simulation.Internals;

namespace Rightsizer.Benchmarks;

/// <summary>
/// A simulated run as its queue sees it: each event taken is followed by the one that it causes, as many at a time as there are slots.
/// </summary>
public class EventQueueBenchmarks
{
    const int Events = 100_000;

    double[] durations = [];

    [Params(16, 256, 4096)]
    public int Slots { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        durations = [.. Enumerable.Range(0, Events).Select(_ => (double)random.Next(200, 60_000))];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public double Framework()
    {
        var queue = new PriorityQueue<int, (double TimeMs, long Order)>();
        long order = 0;
        double now = 0;
        for (var i = 0; i < Slots; i++) queue.Enqueue(i, (durations[i], order++));
        for (var i = 0; i < Events && queue.TryDequeue(out var slot, out var at); i++)
        {
            now = at.TimeMs;
            queue.Enqueue(slot, (now + durations[i], order++));
        }
        return now;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public double FourWay()
    {
        var heap = new EventHeap();
        long order = 0;
        double now = 0;
        for (var i = 0; i < Slots; i++) heap.Add(new SimEvent(durations[i], order++, EventKind.EndTask, 0, i, 0));
        for (var i = 0; i < Events; i++)
        {
            var e = heap.Take();
            now = e.TimeMs;
            heap.Add(new SimEvent(now + durations[i], order++, EventKind.EndTask, 0, e.Executor, 0));
        }
        return now;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public double Calendar()
    {
        var queue = new EventQueue();
        double now = 0;
        for (var i = 0; i < Slots; i++) queue.Add(durations[i], EventKind.EndTask, 0, i);
        for (var i = 0; i < Events; i++)
        {
            var e = queue.Take();
            now = e.TimeMs;
            queue.Add(now + durations[i], EventKind.EndTask, 0, e.Executor);
        }
        return now;
    }
}
