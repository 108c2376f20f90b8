using System.Globalization;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>What the largest jobs cost over time, the others as one.</summary>
/// <param name="Times">ISO dates of the first day of each slice, oldest first: days, or weeks where the period is longer than
/// three.</param>
/// <param name="ByWeek">Slices are seven days.</param>
/// <param name="Lines">As the report ranks jobs; what is left last.</param>
public sealed record FleetSeries(IReadOnlyList<string> Times, bool ByWeek, IReadOnlyList<FleetSeriesLine> Lines)
{
    /// <summary>Longer periods are shown by the week.</summary>
    internal const int MostDays = 21;

    const long DayMs = 86_400_000;

    /// <summary>One a slice: time of shared clusters that no run held.</summary>
    public IReadOnlyList<decimal> IdleUsd { get; init; } = [];

    /// <param name="report">Its runs are the lines; what its days cost beyond them is idle time of shared clusters.</param>
    /// <param name="jobs">Lines of their own.</param>
    public static FleetSeries Build(FleetReport report, int jobs)
    {
        var first = DateOnly.ParseExact(report.Period.Since, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var byWeek = report.Period.Days > MostDays;
        var width = byWeek ? 7 : 1;
        var slices = Math.Max(1, (report.Period.Days + width - 1) / width);
        var startMs = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
        var shown = report.Jobs.Where(j => j.Total.Runs > 0).Take(jobs).Select(j => (j.Name, j.Owner)).ToList();
        var usd = new decimal[shown.Count + 1][];
        var coreMs = new long[shown.Count + 1][];
        for (var i = 0; i <= shown.Count; i++) (usd[i], coreMs[i]) = (new decimal[slices], new long[slices]);
        foreach (var run in report.Runs)
        {
            var slice = (int)Math.Clamp((run.StartMs - startMs) / (width * DayMs), 0, slices - 1);
            var line = shown.IndexOf((run.Job, run.Owner)) is var at and >= 0 ? at : shown.Count;
            usd[line][slice] += run.Usd ?? 0;
            coreMs[line][slice] += run.PaidCoreMs;
        }
        var lines = shown.Select((j, i) => new FleetSeriesLine(j.Name, j.Owner, usd[i], coreMs[i])).ToList();
        if (coreMs[^1].Any(v => v > 0) || usd[^1].Any(v => v > 0)) lines.Add(new(null, null, usd[^1], coreMs[^1]));
        var idle = new decimal[slices];
        foreach (var day in report.Waste.Any(w => w.Kind == CostedRun.SharedIdle) ? report.ByDay : [])
        {
            var number = DateOnly.ParseExact(day.Name, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - first.DayNumber;
            idle[Math.Clamp(number / width, 0, slices - 1)] += day.Total.Usd ?? 0;
        }
        for (var i = 0; i < slices; i++) idle[i] = Math.Max(0, idle[i] - usd.Sum(u => u[i]));
        return new([.. Enumerable.Range(0, slices)
            .Select(i => first.AddDays(i * width).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))], byWeek, lines)
        { IdleUsd = idle };
    }
}

/// <param name="Job">Null for all the others together.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Usd">One a slice; runs without a price add nothing.</param>
/// <param name="CoreMs">One a slice: paid core time.</param>
public sealed record FleetSeriesLine(string? Job, string? Owner, IReadOnlyList<decimal> Usd, IReadOnlyList<long> CoreMs);
