using System.Runtime.InteropServices;
using System.Text.Json;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Fast;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>What the decoders share: the strings met so far, and what the caller wants to have read.</summary>
sealed class DecodeContext(EventLogReaderOptions options, ByteStrings strings, bool walks)
{
    /// <summary>What is written as Spark writes it is read without a JSON reader.</summary>
    public bool Walks { get; } = walks;

    /// <summary>A text that many events share, as <see cref="Json.Text"/> gives it.</summary>
    public string? Pooled(ref Utf8JsonReader r, int maxChars = EventLimits.MaxNameChars)
    {
        if (r.TokenType == JsonTokenType.String && !r.ValueIsEscaped && r.ValueSpan.Length <= StringPool.LongestPooled)
            return strings.Get(r.ValueSpan);
        return Json.Text(ref r, this, maxChars) is { } text ? strings.Get(text) : null;
    }

    /// <summary>A short text without escapes that many events share.</summary>
    public string Pooled(ReadOnlySpan<byte> text) => strings.Get(text);

    /// <summary>Bytes from the first that the reader of the line at hand was given to the line's end.</summary>
    public int LineBytes { get; set; }

    /// <summary>The line at hand from the brace or bracket on that <paramref name="r"/> is on.</summary>
    public ReadOnlySpan<byte> Rest(scoped ref Utf8JsonReader r) =>
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetReference(r.ValueSpan), LineBytes - (int)r.TokenStartIndex);

    /// <summary>
    /// Moves <paramref name="r"/> from an opening brace or bracket to the one that closes it, when what is between them was read already.
    /// </summary>
    /// <param name="r">Goes on as though nothing was between the two.</param>
    /// <param name="rest">The line from the closing brace or bracket on.</param>
    public void GoOn(ref Utf8JsonReader r, ReadOnlySpan<byte> rest)
    {
        r = new Utf8JsonReader(rest, r.IsFinalBlock, r.CurrentState);
        LineBytes = rest.Length;
        r.Read();
    }

    /// <summary>Room for the places of a stage's accumulables, by id.</summary>
    public Dictionary<long, int> Places { get; set; } = [];

    /// <summary>Room for the metrics of the plan node at hand.</summary>
    public List<SqlPlanMetric> Metrics { get; } = [];

    /// <summary>For texts that are too long or too many to be pooled.</summary>
    public RepeatedTexts Repeated { get; } = new();

    /// <summary>Read the accumulator updates of task ends.</summary>
    public bool ReadAccumulables { get; } = options.ReadAccumulables;

    /// <summary>Read why tasks failed, not only that they did.</summary>
    public bool ReadErrorTexts { get; } = options.ReadErrorTexts;

    /// <summary>Read the log URLs and attributes of executors.</summary>
    public bool ReadExecutorDetails { get; } = options.ReadExecutorDetails;

    /// <summary>Texts of the line at hand that were too long to be kept whole.</summary>
    public int CutTexts { get; set; }
}
