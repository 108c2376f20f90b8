using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Sizing;

namespace Rightsizer.Reports.Charts.Sizing;

/// <summary>The charts of a migration study.</summary>
public static class StudyCharts
{
    const int JobsShown = 24;

    public static IReadOnlyList<ChartModel> All(StudyResult s)
    {
        ChartModel?[] all = [Ways(s), Jobs(s)];
        return [.. all.OfType<ChartModel>()];
    }

    /// <summary>All jobs one way and another; null where fewer than two have a price.</summary>
    public static ChartModel? Ways(StudyResult s)
    {
        var ways = s.Ways.Where(w => w.Usd is > 0).OrderBy(w => w.Usd).ToList();
        if (ways.Count < 2) return null;
        var most = (double)ways.Max(w => w.Usd!.Value);
        var least = ways[0];
        return new ChartModel
        {
            Id = "ways",
            Title = $"{PlainText.Short(least.Name.ToString(), 60)} is cheapest: {Quantity.Usd(least.Usd, least.Ground)} for these runs",
            Source = $"Simulated at list prices: {s.PriceBook}, {s.PriceDate}, {s.Region}.",
            X = new("USD for the runs of these logs", "usd", 0, most * 1.2),
            Y = ChartAxis.Named("", [.. ways.Select(w => PlainText.Short(w.Name.ToString(), 60))]),
            Marks = [.. ways.Select((w, i) => new BoxMark(0, (double)w.Usd!.Value, i + 0.18, i + 0.82)
            {
                Hue = i == 0 ? Hue.Work : Hue.Accent,
                Label = Quantity.Usd(w.Usd, w.Ground),
                Detail = $"{w.Name}: {Quantity.Usd(w.Usd, w.Ground)}",
                Link = "ways",
            })],
            Height = ways.Count * 28,
        };
    }

    /// <summary>Of a run; without what commitments pay for in either case.</summary>
    static decimal Saving(StudyJob j) => j.Sizing is { Advice: SizingAdvice.Change, SavingUsd: { } usd } ? usd
        : j.Today!.Usd!.Value - j.Pick!.Usd!.Value;

    /// <summary>Today's cost and the recommendation's, job by job, largest saving first; null where no job has both known.</summary>
    public static ChartModel? Jobs(StudyResult s)
    {
        // against what is assumed nothing is saved
        var jobs = s.Jobs.Where(j => StudyWords.IsTodayKnown(j) && j.Today?.Usd is > 0 && j.Pick?.Usd is > 0)
            .Select(j => (Job: j, Today: (double)(j.Today!.Usd!.Value * Runs(j)), Pick: (double)(j.Pick!.Usd!.Value * Runs(j)),
                Saved: (double)(Saving(j) * Runs(j))))
            .OrderByDescending(j => j.Saved).ToList();
        if (jobs.Count == 0) return null;
        var saved = jobs.Sum(j => Math.Max(0, j.Saved));
        double sum = 0;
        var most = 0;
        foreach (var j in jobs)
        {
            most++;
            sum += Math.Max(0, j.Saved);
            if (sum >= 0.9 * saved) break;
        }
        var shown = jobs.Take(JobsShown).ToList();
        var marks = new List<ChartMark>();
        double shared = 0;
        for (var i = 0; i < shown.Count; i++)
        {
            var (job, today, pick, own) = shown[i];
            shared += Math.Max(0, own);
            var at = i + 0.5;
            marks.Add(new LineMark([new(Math.Max(pick, 1e-6), at), new(Math.Max(today, 1e-6), at)]) { Hue = Hue.Idle });
            marks.Add(new PointMark(today, at)
            {
                Hue = Hue.Problem,
                Label = saved > 0 ? Quantity.Percent(shared / saved) : null,
                Detail = $"{job.Name}: today {Quantity.Usd((decimal)today, job.Today!.Ground)} for these runs",
            });
            marks.Add(new PointMark(pick, at)
            {
                Hue = Hue.Work,
                Detail = $"{job.Name}: recommended ~{Quantity.Usd((decimal)pick)} for these runs; up to here "
                    + $"{Quantity.Percent(saved > 0 ? shared / saved : null)} of the saving",
            });
        }
        double low = Math.Max(1e-6, shown.Min(j => Math.Min(j.Today, j.Pick))), high = shown.Max(j => Math.Max(j.Today, j.Pick));
        return new ChartModel
        {
            Id = "jobs-today-and-recommended",
            Title = saved > 0 ? $"{most} of {Quantity.Plural(s.Jobs.Count, "job")} {(most == 1 ? "has" : "have")} 90 % of the saving "
                + $"of ~{Quantity.Usd((decimal)saved)}" : "No job would cost less than today",
            Source = "Simulated; today's cost as the logs or your figures say. USD for the runs of these logs, logarithmic. "
                + "Percent: share of the whole saving up to that job.",
            // at the right the percents have room
            X = new("USD for the runs of these logs", "usd", low * 0.8, high * Math.Max(1.25, Math.Pow(high / low, 0.25)),
                ChartScaling.Log),
            Y = ChartAxis.Named("", [.. shown.Select(j => PlainText.Short(j.Job.Name, 34))]),
            Marks = marks,
            Keys = [new("today", Hue.Problem), new("recommended", Hue.Work)],
            Height = shown.Count * 24,
        };
    }

    static decimal Runs(StudyJob j) => Math.Max(1, j.Runs);
}
