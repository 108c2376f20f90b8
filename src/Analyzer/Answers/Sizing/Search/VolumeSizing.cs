using System.Globalization;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>The job at other volumes of input, on today's executors and on one option.</summary>
sealed class VolumeSizing(SizingJob job, SizingCandidate today, bool deadlineGiven)
{
    /// <summary>A longer run is not searched for the volume at which it misses its deadline.</summary>
    const int MostTasksSearched = 200_000;

    readonly MarginalCost? cost = MarginalCost.Of(CostModel.PricePaid(job.Run, job.Request.Pricing).Ledger, job.Run);

    /// <summary>A start-up that is only assumed makes no run late.</summary>
    long SureStartMs => today.StartUp == StartUpReading.Assumed ? 0 : today.StartUpMs;

    public SizedHeadroom At(IReadOnlyList<double> volumes, Option? option)
    {
        var prepared = new ReplayPreparation(job.Plan, null);
        var headroom = HeadroomAnalyzer.Analyze(job.Run, prepared, RunReplay.Report(job.Run, prepared), volumes, PriceOf);
        if (headroom.Refused is not null) return new SizedHeadroom { Today = headroom };
        var breaks = headroom.Breaks.ToList();
        if (deadlineGiven && DeadlineBreak(headroom) is { } late) breaks.Add(late);
        return new SizedHeadroom
        {
            Today = headroom with { Breaks = [.. breaks.OrderBy(b => b.Ratio).ThenBy(b => b.Kind)] },
            Points = [.. headroom.Points.Select(p => new SizedVolume(p.Ratio, OfToday(p), option is null ? null : OfOption(option, p.Ratio),
                p.Answer.Refused))],
            OptionBreaks = option is not null && DiskBreak(option) is { } full ? [full] : [],
        };
    }

    decimal? PriceOf(SimulatedRun run) => cost?.Of(run);

    VolumeTime? OfToday(HeadroomPoint point)
    {
        var a = point.Answer;
        if (a is not { DurationMs: { } ms, DurationP10Ms: { } low, DurationP90Ms: { } high }) return null;
        var start = today.StartUpMs;
        var late = (long)Math.Round(high * job.LoadRatio) + start;
        return new VolumeTime(new TimeBand(low + start, ms + start, late),
            a.CostUsd is { } usd ? new UsdBand(point.CostP10Usd!.Value, usd, point.CostP90Usd!.Value) : null,
            late - start + SureStartMs <= job.DeadlineMs);
    }

    VolumeTime? OfOption(Option option, double ratio)
    {
        if (VolumeChange.At(job.Plan, ratio).There is not { } there) return null;
        var work = WorkProfile.Measure(there);
        var more = job with
        {
            Model = new TimeModel(there, work with
            {
                ShuffleBytes = work.ShuffleBytes * ratio,
                SpillBytes = work.SpillBytes * ratio,
                Heavy = [.. work.Heavy.Select(h => h with { NetBytes = h.NetBytes * ratio, DiskBytes = h.DiskBytes * ratio })],
            }, CancellationToken.None),
        };
        return PricedOption.Simulate(more, option, new Estimator(more))?.Candidate is { TimeMs: { } time } c
            ? new VolumeTime(time, c.Usd, time.P90 <= job.DeadlineMs) : null;
    }

    /// <summary>The volume at which today's executors no longer make the deadline in nine runs of ten.</summary>
    HeadroomBreak? DeadlineBreak(HeadroomAnswer headroom)
    {
        if (job.Plan.TaskCount > MostTasksSearched) return null;
        var known = headroom.Points.Select(p => p.Answer).FirstOrDefault(a => a is { DurationMs: > 0, DurationP90Ms: not null });
        if (known is null) return null;
        var late = (double)known.DurationP90Ms!.Value / known.DurationMs!.Value * job.LoadRatio;
        var ratio = BreakFinder.Least(r => VolumeChange.At(job.Plan, r).There is not { } there
            || Simulator.Run(there, ClusterShape.Observed).EndMs * late + SureStartMs > job.DeadlineMs);
        return ratio is not { } at ? null : new BreakFinder(job.Plan, new RunFacts(job.Run)).Break(HeadroomLimit.Deadline, at, fatal: false,
            $"9 runs in 10 would no longer end within {Quantity.Duration((long)job.DeadlineMs)}.");
    }

    /// <summary>The volume at which shuffle and spill files fill the disks of the option's nodes.</summary>
    HeadroomBreak? DiskBreak(Option option)
    {
        if (option is not { Type: { } type, Nodes: > 0 and var nodes }) return null;
        var need = (job.Work.ShuffleBytes + job.Work.SpillBytes) / nodes;
        var gib = option.DataGib > 0 ? option.DataGib : type.IsEbsOnly ? job.Book.EbsDefaults(type.Size)?.GibTotal ?? 0
            : (double)type.LocalStorageGb * 1e9 / (1 << 30);
        if (need <= 0 || gib <= 0) return null;
        var ratio = Math.Round(gib * (1 << 30) / need, 2);
        return ratio > VolumeChange.MostRatio ? null
            : new BreakFinder(job.Plan, new RunFacts(job.Run)).Break(HeadroomLimit.Disk, Math.Max(1, ratio), fatal: true,
            string.Create(CultureInfo.InvariantCulture, $"Shuffle and spill files ({Quantity.Bytes(need)} a node now) would fill the ")
            + string.Create(CultureInfo.InvariantCulture, $"{gib:0} GiB of each {type.Name}."));
    }
}
