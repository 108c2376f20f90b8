using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rightsizer.Analyzer.Replay.Simulation.Internals;

/// <summary>A four-way heap of events, earliest first. Only times and places of events move in it, and the earliest of four children is
/// found by one comparison of vectors, without a branch that no processor can foresee.</summary>
sealed class EventHeap
{
    const int Children = 4;

    /// <summary>Time of each event of the heap; behind the last one no time at all, for children that are not there.</summary>
    double[] times = NoTimes(64);

    /// <summary>Place in <see cref="events"/> of each event of the heap, and behind the last one the places that are free.</summary>
    int[] places = [.. Enumerable.Range(0, 64)];
    SimEvent[] events = new SimEvent[64];

    /// <summary>
    /// The event taken last still stands at the top: most events are followed by one that they cause, which takes that place, so that no
    /// other is moved there first.
    /// </summary>
    bool topIsTaken;

    public int Count { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in SimEvent added)
    {
        var timeMs = added.TimeMs;
        if (topIsTaken)
        {
            topIsTaken = false;
            Count++;
            events[places[0]] = added;
            Sink(timeMs, places[0]);
            return;
        }
        if (Count == events.Length) Grow();
        var i = Count++;
        var place = places[i];
        events[place] = added;
        while (i > 0)
        {
            var parent = (int)((uint)(i - 1) / Children);
            if (!(timeMs < times[parent] || timeMs == times[parent] && added.Order < events[places[parent]].Order)) break;
            (times[i], places[i]) = (times[parent], places[parent]);
            i = parent;
        }
        (times[i], places[i]) = (timeMs, place);
    }

    /// <summary>The first event; to be read before another is added.</summary>
    public ref readonly SimEvent Take()
    {
        if (topIsTaken) DropTop();
        topIsTaken = true;
        Count--;
        return ref events[places[0]];
    }

    /// <summary>Whether the first event comes before the given one, which is not in the heap.</summary>
    public bool IsBefore(in SimEvent other)
    {
        if (topIsTaken) DropTop();
        return Count > 0 && (times[0] < other.TimeMs || times[0] == other.TimeMs && events[places[0]].Order < other.Order);
    }

    /// <summary>The last event of the heap goes to the top and from there to where it belongs.</summary>
    void DropTop()
    {
        topIsTaken = false;
        var (lastMs, last) = (times[Count], places[Count]);
        times[Count] = double.PositiveInfinity;
        places[Count] = places[0];
        if (Count > 0) Sink(lastMs, last);
    }

    /// <summary>Puts an event into the heap whose top is free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Sink(double timeMs, int place)
    {
        var i = 0;
        while (true)
        {
            var child = i * Children + 1;
            if (child >= Count) break;
            var best = child + Earliest(child);
            if (!(times[best] < timeMs || (times[best] == timeMs && events[places[best]].Order < events[place].Order))) break;
            (times[i], places[i]) = (times[best], places[best]);
            i = best;
        }
        (times[i], places[i]) = (timeMs, place);
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
