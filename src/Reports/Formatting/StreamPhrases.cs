using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Formatting;

/// <summary>The sentences of a stream's report, the same in each format.</summary>
static class StreamPhrases
{
    /// <summary>"windows: 9 batches of about 2.9 s (5 in 100 over 12 s), one every 3.2 s, without a pause."</summary>
    public static string Batches(StreamQuery q) =>
        $"{Name(q)}: {Quantity.Plural(q.Batches, "batch", "batches")} of about {Quantity.Duration(q.MedianBatchMs)}"
        + (q.Batches >= 20 ? $" (1 in 20 over {Quantity.Duration(q.P95BatchMs)})" : "")
        + (q.MedianIntervalMs is { } every ? $", one every {Quantity.Duration(every)}" : "")
        + (q.Batches < 2 ? "." : q.HasNoPause
            ? ". They follow each other without a pause: the stream has no trigger interval, or cannot keep it."
            : $". {Quantity.Percent(1 - q.BusyRatio)} of the time no batch ran.")
        + (q.MedianDelayMs is { } delay ? $" A batch began {Quantity.Duration(delay)} after it was due." : "");

    /// <summary>Rates and state; null where the log has no progress events.</summary>
    public static string? Rows(StreamQuery q) => q.InputRows is not { } rows ? null
        : $"{Quantity.Plural(rows, "row")} came in"
        + (q.InputRowsPerSecond is { } input ? $", {Quantity.Count((long)Math.Round(input))} a second" : "")
        + (q.ProcessedRowsPerSecond is { } done ? $"; batches processed {Quantity.Count((long)Math.Round(done))} a second" : "")
        + (q.StateRows is { } state ? $". State: {Quantity.Plural(state, "row")}"
            + (q.MaxStateRows > state ? $" (at most {Quantity.Count(q.MaxStateRows.Value)})" : "")
            + (q.StateBytes is > 0 and var bytes ? $", {Quantity.Bytes(bytes)}" : "") : "")
        + ".";

    /// <summary>Cores and dollars of the whole application.</summary>
    public static string Cost(StreamReport s) =>
        (s.UsedCores is { } used && s.PaidCores is { } paid ? $"Tasks used {Quantity.Number((decimal)Math.Round(used, 1))} of "
            + $"{Quantity.Number((decimal)Math.Round(paid, 1))} cores on average. " : "")
        + (s.UsdPerHour is { } usd ? $"The application costs {Quantity.Usd(usd, s.Ground)} an hour."
            : "No price, so no cost an hour is given.");

    static string Name(StreamQuery q) => PlainText.Short(q.Name ?? (q.RunId is { } id ? $"query {id}" : "stream"), 60);
}
