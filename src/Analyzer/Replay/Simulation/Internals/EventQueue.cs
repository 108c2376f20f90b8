using System.Numerics;
using System.Runtime.CompilerServices;

namespace Rightsizer.Analyzer.Replay.Simulation.Internals;

/// <summary>Events by time, those of the same time in the order in which they came.</summary>
/// <remarks>
/// It was most of the simulator's time. Events of the near future are in a calendar: a ring of days that are so short that few events share
/// one, so that an event is put in and taken out in a few steps however many there are. All others are in a heap, and those of a
/// day go there when it comes and they are many. Small simulations have the heap alone.
/// </remarks>
sealed class EventQueue
{
    /// <summary>Days of the ring, as bits, and events of a day that are looked through at most.</summary>
    const int DayBits = 13, Days = 1 << DayBits, MostOfDay = 16;

    /// <summary>Events taken between two looks at how long a day should be, and how far it may be from that.</summary>
    const int LookEvery = 2048, FarFromWanted = 6;

    /// <summary>A day has so many times the mean time between two events.</summary>
    const double GapsOfDay = 0.125;

    /// <summary>Numbers of days stay whole numbers that a double can hold.</summary>
    const double LastDay = 1L << 50;

    readonly EventHeap far = new();

    /// <summary>By day of the ring, the place of its last event, 0 for none, and a bit for those with any.</summary>
    int[] lasts = [];
    ulong[] filled = [];
    NearEvent[] near = [];
    int nearCount, freePlace;

    /// <summary>0 until the calendar is used.</summary>
    double daysPerMs;
    double today, nowMs, lookedAtMs;
    int sinceLook;
    long order;

    struct NearEvent
    {
        public SimEvent Event;

        /// <summary>Place of the event of the day that came before, or of the next free place; 0 is none.</summary>
        public int Next;
    }

    public int Count => nearCount + far.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double timeMs, EventKind kind, int subject, int executor = -1, int task = -1)
    {
        var day = timeMs * daysPerMs;
        if (daysPerMs == 0 || !(day >= today && day < today + Days))
        {
            far.Add(new SimEvent(timeMs, order++, kind, subject, executor, task));
            return;
        }
        if (freePlace == 0) GrowNear();
        var place = freePlace;
        ref var added = ref near[place];
        freePlace = added.Next;
        added.Event = new SimEvent(timeMs, order++, kind, subject, executor, task);
        var at = (int)((long)day & Days - 1);
        added.Next = lasts[at];
        lasts[at] = place;
        filled[at >> 6] |= 1UL << at;
        nearCount++;
    }

    /// <summary>The first event; to be read before another is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref readonly SimEvent Take()
    {
        if (++sinceLook == LookEvery) Look();
        var (day, place, after) = (0, 0, 0);
        var isNear = nearCount > 0 && FirstNear(out day, out place, out after) && !far.IsBefore(near[place].Event);
        ref readonly var taken = ref isNear ? ref TakeNear(day, place, after) : ref far.Take();
        nowMs = taken.TimeMs;
        var now = Math.Floor(nowMs * daysPerMs);
        // an event may be of the past
        if (now > today && now < LastDay) today = now;
        return ref taken;
    }

    /// <summary>The first event of the first day that has any; false where they were many and are in the heap now.</summary>
    /// <param name="day">Of the ring.</param>
    /// <param name="place">Of the event.</param>
    /// <param name="after">Place of the event that it follows in the day's list; 0 where it is the first there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool FirstNear(out int day, out int place, out int after)
    {
        day = FirstDay();
        place = lasts[day];
        after = 0;
        var steps = 0;
        ref var first = ref near[place];
        for (int before = place, at = first.Next; at != 0;)
        {
            ref var other = ref near[at];
            var (ms, firstMs) = (other.Event.TimeMs, first.Event.TimeMs);
            if (ms < firstMs || ms == firstMs && other.Event.Order < first.Event.Order)
            {
                (place, after) = (at, before);
                first = ref other;
            }
            (before, at) = (at, other.Next);
            if (++steps < MostOfDay) continue;
            MoveFar(day);
            return false;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ref readonly SimEvent TakeNear(int day, int place, int after)
    {
        ref var first = ref near[place];
        if (after != 0) near[after].Next = first.Next;
        else
        {
            lasts[day] = first.Next;
            if (first.Next == 0) filled[day >> 6] &= ~(1UL << day);
        }
        first.Next = freePlace;
        freePlace = place;
        nearCount--;
        return ref first.Event;
    }

    /// <summary>The events of a day go to the heap, which has them in order as well.</summary>
    void MoveFar(int day)
    {
        while (lasts[day] != 0) far.Add(TakeNear(day, lasts[day], 0));
    }

    /// <summary>The first day of the ring with an event, from today on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int FirstDay()
    {
        var from = (int)((long)today & Days - 1);
        var word = from >> 6;
        var bits = filled[word] & ulong.MaxValue << from;
        while (bits == 0)
        {
            word = word + 1 & (Days >> 6) - 1;
            bits = filled[word];
        }
        return word << 6 | BitOperations.TrailingZeroCount(bits);
    }

    /// <summary>Makes days shorter or longer where events come at another pace.</summary>
    void Look()
    {
        sinceLook = 0;
        var dayMs = GapsOfDay * (nowMs - lookedAtMs) / LookEvery;
        lookedAtMs = nowMs;
        var isNear = daysPerMs * dayMs is > 1.0 / FarFromWanted and < FarFromWanted;
        if (isNear || !(dayMs > 0) || !(Math.Abs(nowMs) / dayMs < LastDay)) return;
        if (filled.Length == 0) (lasts, filled) = (new int[Days], new ulong[Days >> 6]);
        while (nearCount > 0) MoveFar(FirstDay());
        daysPerMs = 1 / dayMs;
        today = Math.Max(0, Math.Floor(nowMs * daysPerMs));
    }

    void GrowNear()
    {
        var from = Math.Max(1, near.Length);
        Array.Resize(ref near, Math.Max(256, near.Length * 2));
        // place 0 is none
        for (var place = from; place < near.Length - 1; place++) near[place].Next = place + 1;
        freePlace = from;
    }
}
