using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Tests.Fast;

/// <summary>One reading of a log: every event as a number, and the summary as text.</summary>
sealed record Reading(IReadOnlyList<int> Events, string Summary)
{
    public static Reading Read(EventLog log, EventLogReaderOptions options)
    {
        var sink = new RecordingSink();
        var summary = EventLogReader.Read(log, sink, options);
        return new Reading(sink.Hashes, Text(summary));
    }

    /// <summary>Null when both are the same, else where they part.</summary>
    public static string? Difference(EventLog log, EventLogReaderOptions one, EventLogReaderOptions other, Reading? ofOne = null)
    {
        Reading a = ofOne ?? Read(log, one), b = Read(log, other);
        if (a.Summary != b.Summary) return $"{log.Location}: {a.Summary} | {b.Summary}";
        for (var i = 0; i < Math.Max(a.Events.Count, b.Events.Count); i++)
        {
            if (i < a.Events.Count && i < b.Events.Count && a.Events[i] == b.Events[i]) continue;
            return $"{log.Location}, event {i}:\n{Describe(log, one, i)}\n{Describe(log, other, i)}";
        }
        return null;
    }

    static string? Describe(EventLog log, EventLogReaderOptions options, int place)
    {
        var sink = new RecordingSink { Describe = place };
        EventLogReader.Read(log, sink, options);
        return sink.Description;
    }

    static string Text(ReadSummary s) =>
        string.Join("; ", s.Parts) + " " + string.Join(",", s.EventCounts) + " " + string.Join(",", s.MalformedByKind) + " "
            + s.FirstMalformed;
}
