using System.Runtime.CompilerServices;

namespace Rightsizer.Analyzer.Replay.Simulation;

enum EventKind : byte
{
    AddExecutor, ExecutorReady, RetireExecutor, RemoveExecutor, SubmitJob, SubmitStage, HoldOver, EndTask, FreeSlot, CompleteTask,
    ReleaseTask, EndStage, EndJob, AllocationRound,
}

/// <param name="TimeMs">When.</param>
/// <param name="Order">Ties are served first come, first served.</param>
/// <param name="Kind">What.</param>
/// <param name="Subject">Job, stage or executor.</param>
/// <param name="Executor">Executor of a task event.</param>
/// <param name="Task">Task of a task event.</param>
readonly record struct SimEvent(double TimeMs, long Order, EventKind Kind, int Subject, int Executor, int Task);

/// <summary>A four-way heap of events, earliest first. A heap of structs without comparers: it is most of the simulator's time, and
/// compiled in full at once, because one replay is
/// often all that a process does.</summary>
sealed class EventQueue
{
    SimEvent[] heap = new SimEvent[64];
    long order;

    public int Count { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double timeMs, EventKind kind, int subject, int executor = -1, int task = -1)
    {
        if (Count == heap.Length) Array.Resize(ref heap, Count * 2);
        var e = new SimEvent(timeMs, order++, kind, subject, executor, task);
        var i = Count++;
        while (i > 0)
        {
            var parent = (i - 1) >> 2;
            if (!Before(e, heap[parent])) break;
            heap[i] = heap[parent];
            i = parent;
        }
        heap[i] = e;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SimEvent Take()
    {
        var top = heap[0];
        var last = heap[--Count];
        var i = 0;
        while (true)
        {
            var child = (i << 2) + 1;
            if (child >= Count) break;
            var end = Math.Min(child + 4, Count);
            var best = child;
            for (var c = child + 1; c < end; c++)
            {
                if (Before(heap[c], heap[best])) best = c;
            }
            if (!Before(heap[best], last)) break;
            heap[i] = heap[best];
            i = best;
        }
        heap[i] = last;
        return top;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool Before(in SimEvent a, in SimEvent b) => a.TimeMs < b.TimeMs || (a.TimeMs == b.TimeMs && a.Order < b.Order);
}
