using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Timing;
using Rightsizer.Analyzer.Timing.Spot;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>Time and cost of options, good enough to rank them; the few that are shown are simulated in full.</summary>
sealed class Estimator
{
    const double MsPerHour = 3_600_000, BitsPerByte = 8;

    readonly SizingJob job;
    readonly double gapMs, inFlightMs, neededMs, busyRatio;

    public Estimator(SizingJob job)
    {
        this.job = job;
        var replayed = job.Plan.Replayed;
        gapMs = replayed.EndMs * (1 - job.Work.StageTimeRatio);
        // what a lost node costs on average, seen from the run as it was
        var timeline = SpotTimeline.Build(job.Plan, replayed);
        const int moments = 64;
        for (var i = 0; i < moments; i++)
        {
            var at = (i + 0.5) / moments * timeline.EndMs;
            inFlightMs += timeline.InFlight(at) / timeline.Busy(at) / moments;
            neededMs += timeline.Needed(at) / moments;
            busyRatio += timeline.Busy(at) / timeline.Slots / moments;
        }
    }

    /// <summary>Null where that shape's time is not known.</summary>
    public Estimate? Of(Option option)
    {
        if (TimeMs(option, out var workerMs, out var exact) is not { } ms) return null;
        var (spread, _) = job.SpreadOf(option.Type, option.Architecture, option.Speed, option.Count.Executors, option.Count.Cores);
        var extra = option.IsSpot ? ExtraMs(option, ms) : 0;
        var p90 = (ms * Math.Exp(TimeSpread.Z90 * spread) + extra) * job.LoadRatio + job.StartUpMs(option.Platform);
        return new Estimate(option, ms + extra, p90, Usd(option, ms + extra, workerMs), exact);
    }

    /// <summary>
    /// Application time without interruptions; a stage takes at least as long as its bytes take on the network and the disks.
    /// </summary>
    public double? TimeMs(Option option, out double workerMs, out bool exact)
    {
        exact = job.Model.Has(option.Speed, option.Count);
        workerMs = 0;
        var point = job.Model.At(option.Speed, option.Count) ?? Scaled(option);
        if (point is null || double.IsInfinity(point.EndMs)) return null;
        workerMs = point.WorkerMs * job.Engine;
        return point.EndMs * job.Engine + BoundMs(option, point);
    }

    /// <summary>Time that the network and disks of its nodes add.</summary>
    public double BoundMs(Option option, TimePoint point)
    {
        if (option.Type is not { } type || option.Nodes == 0) return 0;
        double extra = 0;
        var net = type.NetworkBaselineGbps is { } gbps
            ? option.Nodes * (double)gbps * 1e9 / BitsPerByte / 1000 * SizingConstants.Network.Number
            : double.PositiveInfinity;
        var cached = option.Nodes * (double)type.MemoryGib * (1L << 30) * SizingConstants.PageCache.Number;
        var disk = option.Nodes * EqualTypes.DiskBytesPerMs(job.Book, type);
        for (var i = 0; i < job.Work.Heavy.Count; i++)
        {
            var heavy = job.Work.Heavy[i];
            var need = Math.Max(heavy.NetBytes / net, heavy.DiskBytes > cached ? heavy.DiskBytes / disk : 0);
            extra += Math.Max(0, need - point.HeavyMs[i] * job.Engine);
        }
        return extra;
    }

    /// <summary>The plan as observed, at that count, with all its task time longer or shorter by what the class does on average.</summary>
    TimePoint? Scaled(Option option)
    {
        if (job.Model.At(SpeedClass.Observed, option.Count) is not { } seen) return null;
        var w = job.Work;
        var factor = 1 + w.CpuShare * (option.Speed.Cpu - 1) + w.GcShare * (option.Speed.Gc - 1) + w.SpillShare * (option.Speed.Spill - 1);
        var gap = Math.Min(gapMs, seen.EndMs);
        var end = gap + (seen.EndMs - gap) * Math.Max(0.05, factor);
        return new TimePoint(end, seen.WorkerMs * end / Math.Max(1, seen.EndMs), [.. seen.HeavyMs.Select(h => h * factor)]);
    }

    /// <summary>Expected, to first order: events, times what one costs on average.</summary>
    double ExtraMs(Option option, double ms)
    {
        var share = SpotPool.MeanKilledShare * option.SpotNodes / option.Nodes;
        var slots = Math.Max(1, option.Count.Executors * job.Plan.TaskCpus.TasksOn(option.Count.Cores));
        var each = share * (inFlightMs + neededMs / slots + 240_000 * busyRatio);
        // a lognormal rate is more on average than in the middle
        var rate = option.InterruptionsPerHour
            * (job.Request.InterruptionsPerHour is null ? Math.Exp(SpotPool.BandSpread * SpotPool.BandSpread / 2) : 1);
        return Math.Min(1, rate / SpotPool.MeanKilledShare * ms / MsPerHour) * each;
    }

    public static decimal Usd(Option option, double ms, double workerMs)
    {
        var hours = (decimal)Math.Max(60_000, ms + option.StartUpMs) / (decimal)MsPerHour;
        return hours * (option.UsdPerHour + option.SpotNodes * (option.SpotUsdPerHour + option.SpotExtrasUsdPerHour))
            + (decimal)(workerMs / MsPerHour) * option.WorkerUsdPerHour;
    }
}
