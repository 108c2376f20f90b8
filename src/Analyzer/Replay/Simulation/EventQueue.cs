using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

/// <summary>A four-way heap of events, earliest first. It was most of the simulator's time, so only times and places of events move in it,
/// and the earliest of four children is found by one comparison of vectors, without a branch that no processor can foresee.</summary>
sealed class EventQueue
{
    const int Children = 4;

    /// <summary>Time of each event of the heap; behind the last one no time at all, for children that are not there.</summary>
    double[] times = NoTimes(64);

    /// <summary>Place in <see cref="events"/> of each event of the heap, and behind the last one the places that are free.</summary>
    int[] places = [.. Enumerable.Range(0, 64)];
    SimEvent[] events = new SimEvent[64];
    long order;

    public int Count { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double timeMs, EventKind kind, int subject, int executor = -1, int task = -1)
    {
        if (Count == events.Length) Grow();
        var i = Count++;
        var place = places[i];
        events[place] = new SimEvent(timeMs, order++, kind, subject, executor, task);
        while (i > 0)
        {
            var parent = (int)((uint)(i - 1) / Children);
            // of two at the same time the parent came first
            if (!(timeMs < times[parent])) break;
            (times[i], places[i]) = (times[parent], places[parent]);
            i = parent;
        }
        (times[i], places[i]) = (timeMs, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SimEvent Take()
    {
        var top = places[0];
        var (lastMs, last) = (times[--Count], places[Count]);
        times[Count] = double.PositiveInfinity;
        places[Count] = top;
        if (Count == 0) return events[top];
        var i = 0;
        while (true)
        {
            var child = i * Children + 1;
            if (child >= Count) break;
            var best = child + Earliest(child);
            if (!(times[best] < lastMs || (times[best] == lastMs && events[places[best]].Order < events[last].Order))) break;
            (times[i], places[i]) = (times[best], places[best]);
            i = best;
        }
        (times[i], places[i]) = (lastMs, last);
        return events[top];
    }

    /// <summary>Which of the four events from <paramref name="child"/> on is the first, 0 to 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Earliest(int child)
    {
        var four = Vector256.LoadUnsafe(ref times[child]);
        var pairs = Vector256.MinNative(four, Vector256.Shuffle(four, Vector256.Create(1L, 0, 3, 2)));
        var least = Vector256.MinNative(pairs, Vector256.Shuffle(pairs, Vector256.Create(2L, 3, 0, 1)));
        var found = Vector256.Equals(four, least).ExtractMostSignificantBits();
        return BitOperations.IsPow2(found) ? BitOperations.TrailingZeroCount(found) : EarliestOfEqual(child);
    }

    /// <summary>As <see cref="Earliest"/>, where some are at the same time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    int EarliestOfEqual(int child)
    {
        var best = child;
        for (var c = child + 1; c < Math.Min(child + Children, Count); c++)
        {
            if (times[c] < times[best] || (times[c] == times[best] && events[places[c]].Order < events[places[best]].Order)) best = c;
        }
        return best - child;
    }

    void Grow()
    {
        var longer = NoTimes(Count * 2);
        times.AsSpan(0, Count).CopyTo(longer);
        times = longer;
        Array.Resize(ref events, Count * 2);
        Array.Resize(ref places, Count * 2);
        for (var i = Count; i < places.Length; i++) places[i] = i;
    }

    static double[] NoTimes(int events)
    {
        // the children of the last event are looked for as four
        var times = new double[events + Children];
        Array.Fill(times, double.PositiveInfinity);
        return times;
    }
}
