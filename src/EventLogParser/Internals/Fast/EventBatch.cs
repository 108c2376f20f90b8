using System.Runtime.CompilerServices;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>What one chunk of a log held: events in order, and the lines that gave none. Used again and again.</summary>
/// <param name="rows">Room for so many starts and ends at first.</param>
sealed class EventBatch(int rows = EventBatch.FirstRows) : IEventSink
{
    enum Kind : byte { TaskStart, TaskEnd, Other }

    const int FirstRows = 64;

    Kind[] order = new Kind[2 * rows];
    int count;
    TaskStartEvent[] starts = new TaskStartEvent[rows];
    int startCount;
    TaskEndEvent[] ends = new TaskEndEvent[rows];

    /// <summary>Where each task end's updates stop in <see cref="updates"/>.</summary>
    int[] updateEnds = new int[rows];
    int endCount;
    AccumulatorUpdate[] updates = new AccumulatorUpdate[FirstRows];
    int updateCount;
    readonly List<SparkEvent> others = [];
    readonly List<string> names = [];

    /// <summary>
    /// Lines that gave no event, by <see cref="MalformedKind"/>; of a hostile log that is nearly all of them, so only the first is
    /// kept.
    /// </summary>
    readonly long[] malformed = new long[Enum.GetValues<MalformedKind>().Length];
    long malformedLines;
    MalformedLine firstMalformed;

    /// <summary>Lines of the chunk, whatever they held.</summary>
    public long Lines;

    /// <summary>Task starts and ends that came by template, and so have no entry among the named.</summary>
    long namelessStarts, namelessEnds;
    long cutTexts;

    /// <summary>A line that gave no event.</summary>
    /// <param name="Kind">Why.</param>
    /// <param name="Line">0-based line in the chunk.</param>
    /// <param name="Offset">Offset in the chunk.</param>
    readonly record struct MalformedLine(MalformedKind Kind, long Line, long Offset);

    /// <summary>The row to fill for the next task start; it counts once <see cref="CommitStart"/> is called.</summary>
    public ref TaskStartEvent NextStart
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (startCount == starts.Length) Array.Resize(ref starts, startCount * 2);
            return ref starts[startCount];
        }
    }

    public void CommitStart()
    {
        startCount++;
        namelessStarts++;
        Add(Kind.TaskStart);
    }

    /// <summary>The row to fill for the next task end; it counts once <see cref="CommitEnd"/> is called.</summary>
    public ref TaskEndEvent NextEnd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (endCount == ends.Length) GrowEnds();
            return ref ends[endCount];
        }
    }

    public void CommitEnd()
    {
        updateEnds[endCount++] = updateCount;
        namelessEnds++;
        Add(Kind.TaskEnd);
    }

    /// <summary>Adds to the task end that is being read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddUpdate(AccumulatorUpdate update)
    {
        if (updateCount == updates.Length) Array.Resize(ref updates, updateCount * 2);
        updates[updateCount++] = update;
    }

    /// <summary>Forgets the updates of a task end that was begun and not committed.</summary>
    public void DropUpdates() => updateCount = endCount == 0 ? 0 : updateEnds[endCount - 1];

    void IEventSink.OnTaskStart(in TaskStartEvent e)
    {
        NextStart = e;
        startCount++;
        Add(Kind.TaskStart);
    }

    void IEventSink.OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> ofTask)
    {
        NextEnd = e;
        foreach (var update in ofTask) AddUpdate(update);
        updateEnds[endCount++] = updateCount;
        Add(Kind.TaskEnd);
    }

    void IEventSink.OnEvent(SparkEvent e)
    {
        others.Add(e);
        Add(Kind.Other);
    }

    /// <summary>At least one event is Spark's own.</summary>
    public bool HoldsEvent => namelessStarts + namelessEnds > 0 || names.Exists(ForeignGuard.IsSparks);

    /// <summary>Lines that the templates did not take, blank ones left out.</summary>
    public long LinesReadInFull => names.Count + malformedLines;

    /// <summary>Counts an event that the full reader decoded.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cuts">Texts of it that were too long to be kept whole.</param>
    public void AddName(string name, int cuts)
    {
        names.Add(name);
        cutTexts += cuts;
    }

    public void AddMalformed(MalformedKind kind, long offset)
    {
        if (malformedLines++ == 0) firstMalformed = new MalformedLine(kind, Lines, offset);
        malformed[(int)kind]++;
    }

    /// <summary>Hands everything on, in the log's order.</summary>
    /// <param name="sink">Receives the events.</param>
    /// <param name="tally">Receives the counts.</param>
    /// <param name="linesBefore">Lines of the part before this chunk.</param>
    /// <param name="bytesBefore">Bytes of the part before this chunk.</param>
    /// <param name="terminated">False when the last line has no newline.</param>
    public void Apply(IEventSink sink, ReadTally tally, long linesBefore, long bytesBefore, bool terminated)
    {
        int start = 0, end = 0, update = 0, other = 0;
        for (var i = 0; i < count; i++)
        {
            switch (order[i])
            {
                case Kind.TaskStart:
                    sink.OnTaskStart(in starts[start++]);
                    break;
                case Kind.TaskEnd:
                    sink.OnTaskEnd(in ends[end], updates.AsSpan(update, updateEnds[end] - update));
                    update = updateEnds[end++];
                    break;
                default:
                    sink.OnEvent(others[other++]);
                    break;
            }
        }
        foreach (var name in names) tally.CountEvent(name);
        tally.CountCutTexts(cutTexts);
        if (namelessStarts > 0) tally.CountEvent("SparkListenerTaskStart", namelessStarts);
        if (namelessEnds > 0) tally.CountEvent("SparkListenerTaskEnd", namelessEnds);
        if (malformedLines == 0) return;
        tally.NoteMalformed(firstMalformed.Kind, linesBefore + firstMalformed.Line + 1, bytesBefore + firstMalformed.Offset, terminated);
        for (var kind = 0; kind < malformed.Length; kind++) tally.CountMalformed((MalformedKind)kind, malformed[kind], terminated);
    }

    public void Clear()
    {
        count = startCount = endCount = updateCount = 0;
        Lines = namelessStarts = namelessEnds = cutTexts = 0;
        others.Clear();
        names.Clear();
        malformedLines = 0;
        Array.Clear(malformed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(Kind kind)
    {
        if (count == order.Length) Array.Resize(ref order, count * 2);
        order[count++] = kind;
    }

    void GrowEnds()
    {
        Array.Resize(ref ends, endCount * 2);
        Array.Resize(ref updateEnds, endCount * 2);
    }
}
