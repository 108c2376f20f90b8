using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// Runs that reach over an end of the period. A run that is not a stream counts whole on the day on which it began; this
/// says how much of it lies elsewhere.
/// </summary>
static class FleetBorders
{
    /// <summary>A run shorter than this is not worth a word wherever it lies.</summary>
    const long MinMs = 86_400_000;

    public static IEnumerable<string> Write(IReadOnlyList<CostedRun> all, FleetWindow period)
    {
        var (from, until) = (MsOf(period.Since), MsOf(period.UntilExcl));
        var into = all.Where(r => IsLong(r) && r.StartMs < from && EndOf(r) > from).ToList();
        if (into.Count > 0)
        {
            yield return Words(into, "began before this period and reached into it", from, until)
                + " It is not in the figures: a run counts on the day on which it began.";
        }
        var beyond = all.Where(r => IsLong(r) && r.StartMs >= from && r.StartMs < until && EndOf(r) > until).ToList();
        if (beyond.Count > 0)
        {
            yield return Words(beyond, "began in this period and ran on after it", from, until)
                + " The figures have all of it: a run counts on the day on which it began.";
        }
    }

    static string Words(List<CostedRun> runs, string what, long from, long until)
    {
        var its = runs.Count == 1 ? "its" : "their";
        var money = runs.Any(r => r.Usd is not null)
            ? $" and ~{Quantity.Usd(runs.Sum(r => (r.Usd ?? 0) * Overlap(r, from, until) / Math.Max(1, EndOf(r) - r.StartMs)))} of {its} "
                + $"~{Quantity.Usd(runs.Sum(r => r.Usd ?? 0))}" : "";
        return $"{Quantity.Plural(runs.Count, "run")} {what}: {Quantity.Duration(runs.Sum(r => Overlap(r, from, until)))} "
            + $"of {its} time{money} belong to the period.";
    }

    static bool IsLong(CostedRun r) => EndOf(r) - r.StartMs >= MinMs;

    static long Overlap(CostedRun r, long from, long until) => Math.Max(0, Math.Min(EndOf(r), until) - Math.Max(r.StartMs, from));

    static long EndOf(CostedRun r) => r.StartMs + (r.Run?.WallMs ?? 0);

    static long MsOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
