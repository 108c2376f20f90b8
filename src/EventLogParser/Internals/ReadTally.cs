using System.Globalization;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Internals;

/// <summary>Counts lines, events and damage while a log is read.</summary>
sealed class ReadTally
{
    readonly Counts events = new(), malformedByKind = new();
    readonly List<PartSummary> parts = [];
    string part = "";
    string? firstMalformed;
    long malformed;
    bool cutLastLine;

    public void StartPart(string name)
    {
        part = name;
        malformed = 0;
        cutLastLine = false;
    }

    public void CountEvent(string name, long times = 1) => events.Add(name, times);

    /// <summary>A bad line without a newline is the cut end of an unfinished log, not a malformed line; one over the limit is neither.</summary>
    public void CountMalformed(MalformedKind kind, long lineNumber, long lineOffset, bool terminated)
    {
        if (!terminated && kind != MalformedKind.TooLong) { cutLastLine = true; return; }
        malformed++;
        malformedByKind.Add(NameOf(kind), 1);
        firstMalformed ??= string.Create(CultureInfo.InvariantCulture, $"{part}:{lineNumber} (byte {lineOffset}): {Describe(kind)}");
    }

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
    };

    static string NameOf(MalformedKind kind) => kind switch
    {
        MalformedKind.NotJson => "notJson",
        MalformedKind.NoEvent => "noEvent",
        MalformedKind.TooLong => "tooLong",
        MalformedKind.BadUtf8 => "badUtf8",
        _ => "tooDeep",
    };

    static string Describe(MalformedKind kind) => kind switch
    {
        MalformedKind.NotJson => "not a JSON object",
        MalformedKind.NoEvent => "no \"Event\"",
        MalformedKind.TooLong => "longer than the line limit, which " + Input.InputLimits.LineVariable + " lifts",
        MalformedKind.BadUtf8 => "not UTF-8",
        _ => "nested deeper than 1000 levels",
    };
}
