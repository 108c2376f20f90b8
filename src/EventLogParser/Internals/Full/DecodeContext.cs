namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>What the decoders share: the strings met so far, and what the caller wants to have read.</summary>
sealed class DecodeContext(EventLogReaderOptions options, StringPool pool)
{
    /// <summary>A text that many events share, as <see cref="Json.Text"/> gives it.</summary>
    public string? Pooled(ref System.Text.Json.Utf8JsonReader r, int maxChars = EventLimits.MaxNameChars) =>
        pool.Get(ref r, this, maxChars);

    /// <summary>Read the accumulator updates of task ends.</summary>
    public bool ReadAccumulables { get; } = options.ReadAccumulables;

    /// <summary>Read why tasks failed, not only that they did.</summary>
    public bool ReadErrorTexts { get; } = options.ReadErrorTexts;

    /// <summary>Read the log URLs and attributes of executors.</summary>
    public bool ReadExecutorDetails { get; } = options.ReadExecutorDetails;

    /// <summary>Texts of the line at hand that were too long to be kept whole.</summary>
    public int CutTexts { get; set; }
}
