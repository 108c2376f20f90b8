namespace Rightsizer.EventLogParser;

/// <summary>What the reader met, whoever consumed the events.</summary>
public sealed record ReadSummary
{
    public required IReadOnlyList<PartSummary> Parts { get; init; }

    /// <summary>Lines, empty ones included.</summary>
    public long Lines => Parts.Sum(p => p.Lines);

    /// <summary>Bytes as stored.</summary>
    public long Bytes => Parts.Sum(p => p.Bytes);

    /// <summary>Bytes after decompression.</summary>
    public long PlainBytes => Parts.Sum(p => p.PlainBytes);

    /// <summary>Lines left out because they are no event; a cut last line is not among them.</summary>
    public long MalformedLines => Parts.Sum(p => p.MalformedLines);

    /// <summary>True when a part ends inside a line or inside a compressed frame.</summary>
    public bool Truncated => Parts.Any(p => p.TruncatedLastLine || p.StreamError is not null);

    /// <summary>Events by name, ordinal order.</summary>
    public required IReadOnlyDictionary<string, long> EventCounts { get; init; }

    /// <summary>Malformed lines by kind (notJson, noEvent, noField, tooLong, tooDeep, badUtf8), ordinal order.</summary>
    public required IReadOnlyDictionary<string, long> MalformedByKind { get; init; }

    /// <summary>Place and reason of the first malformed line, as <c>name:line (byte offset): reason</c>; null when there is none.</summary>
    public string? FirstMalformed { get; init; }

    /// <summary>Texts that were longer than <see cref="EventLimits"/> allows: their beginning was kept.</summary>
    public long CutTexts { get; init; }
}

/// <summary>One file of a log.</summary>
public sealed record PartSummary
{
    public required string Name { get; init; }
    public required string Codec { get; init; }
    public required long Bytes { get; init; }
    public required long PlainBytes { get; init; }
    public required long Lines { get; init; }
    public required long MalformedLines { get; init; }

    /// <summary>The last line has no newline and is not whole.</summary>
    public required bool TruncatedLastLine { get; init; }

    /// <summary>The codec's complaint where the compressed stream stopped short or made no sense; what came before was kept.</summary>
    public string? StreamError { get; init; }
}
