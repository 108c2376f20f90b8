namespace Rightsizer.Reports.Html;

/// <summary>Durations in bars of equal width on a square-root scale, so that both the crowd and one straggler can be seen.</summary>
static class TaskHistogram
{
    const int Bars = 24;

    /// <param name="sortedMs">Ascending, at least one.</param>
    public static IReadOnlyList<HistogramBar> Compute(IReadOnlyList<long> sortedMs)
    {
        double low = Math.Sqrt(sortedMs[0]), high = Math.Sqrt(sortedMs[^1]);
        var width = Math.Max((high - low) / Bars, 1e-9);
        var counts = new int[Bars];
        foreach (var ms in sortedMs) counts[Math.Min((int)((Math.Sqrt(ms) - low) / width), Bars - 1)]++;
        return [.. counts.Select((c, i) => new HistogramBar(Square(low + i * width), Square(low + (i + 1) * width), c))];
    }

    static long Square(double root) => (long)Math.Round(root * root);
}

/// <param name="FromMs">Inclusive.</param>
/// <param name="UntilMs">Exclusive, but for the last bar.</param>
/// <param name="Count">Tasks.</param>
sealed record HistogramBar(long FromMs, long UntilMs, int Count);
