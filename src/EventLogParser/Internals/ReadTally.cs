using System.Globalization;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Internals;

/// <summary>Counts lines, events and damage while a log is read.</summary>
sealed class ReadTally
{
    const int MaxNames = 10_000;
    const string OtherNames = "(other events)";

    readonly Counts events = new(), malformedByKind = new();
    readonly List<PartSummary> parts = [];
    string part = "";
    string? firstMalformed;
    long malformed, cutTexts;
    bool cutLastLine;

    public void StartPart(string name)
    {
        part = name;
        malformed = 0;
        cutLastLine = false;
    }

    /// <summary>Counts an event. No Spark has as many names as are counted apart.</summary>
    public void CountEvent(string name, long times = 1) =>
        events.Add(events.Count < MaxNames || events.ContainsKey(name) ? name : OtherNames, times);

    public void CountCutTexts(long texts) => cutTexts += texts;

    /// <summary>
    /// A bad line without a newline is the cut end of an unfinished log, not a malformed line; one over the limit is neither,
    /// and one that lacks a field is whole.
    /// </summary>
    public void CountMalformed(MalformedKind kind, long times, bool terminated)
    {
        if (times == 0) return;
        if (IsCut(kind, terminated)) cutLastLine = true;
        else
        {
            malformed += times;
            malformedByKind.Add(NameOf(kind), times);
        }
    }

    /// <summary>Takes note of where the first malformed line stands.</summary>
    public void NoteMalformed(MalformedKind kind, long lineNumber, long lineOffset, bool terminated)
    {
        if (IsCut(kind, terminated)) return;
        firstMalformed ??= string.Create(CultureInfo.InvariantCulture, $"{part}:{lineNumber} (byte {lineOffset}): {Describe(kind)}");
    }

    static bool IsCut(MalformedKind kind, bool terminated) =>
        !terminated && kind is not (MalformedKind.TooLong or MalformedKind.NoField);

    public void EndPart(string codec, long bytes, long plainBytes, string? streamError, long lines) => parts.Add(new PartSummary
    {
        Name = part,
        Codec = codec,
        Bytes = bytes,
        PlainBytes = plainBytes,
        Lines = lines,
        MalformedLines = malformed,
        TruncatedLastLine = cutLastLine,
        StreamError = streamError,
    });

    public ReadSummary ToSummary() => new()
    {
        Parts = parts,
        EventCounts = events,
        MalformedByKind = malformedByKind,
        FirstMalformed = firstMalformed,
        CutTexts = cutTexts,
    };

    static string NameOf(MalformedKind kind) => kind switch
    {
        MalformedKind.NotJson => "notJson",
        MalformedKind.NoEvent => "noEvent",
        MalformedKind.TooLong => "tooLong",
        MalformedKind.BadUtf8 => "badUtf8",
        MalformedKind.NoField => "noField",
        _ => "tooDeep",
    };

    static string Describe(MalformedKind kind) => kind switch
    {
        MalformedKind.NotJson => "not a JSON object",
        MalformedKind.NoEvent => "no \"Event\"",
        MalformedKind.TooLong => "longer than the line limit, which " + Input.InputLimits.LineVariable + " lifts",
        MalformedKind.BadUtf8 => "not UTF-8",
        MalformedKind.NoField => "an event without the id of what it is about",
        _ => "nested deeper than 1000 levels",
    };
}
