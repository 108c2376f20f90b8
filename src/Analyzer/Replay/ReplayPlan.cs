using System.Diagnostics.CodeAnalysis;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// A run made ready to be scheduled again: what had to wait for what, how long each task held its slot, and who was there to run it.
/// </summary>
/// <remarks>
/// Immutable; every With... gives a changed copy that shares what did not change. All times are milliseconds from the application's start.
/// </remarks>
public sealed partial class ReplayPlan
{
    readonly Lazy<SimulatedRun> replayed;
    readonly Lazy<(int Slots, int Executors)> peak;
    readonly Lazy<CacheFit?> cacheFit;
    readonly Lazy<Exposure> exposure;
    readonly Lazy<VolumeGrowth> volumeGrowth;
    readonly Lazy<int> busy;

    internal ReplayPlan()
    {
        replayed = new(() => Simulator.Run(this, ClusterShape.Observed));
        peak = new(CountPeak);
        cacheFit = new(() => CacheFit.Read(Run!));
        exposure = new(() => Exposure.Measure(this));
        volumeGrowth = new(() => VolumeGrowth.Read(this));
        busy = new(() => BusiestMoment.Slots(Run!, TaskCpus));
    }

    [SetsRequiredMembers]
    ReplayPlan(ReplayPlan from) : this()
    {
        places = from.places;
        // of the run, not of what was edited
        (cacheFit, exposure, busy, volumeGrowth) = (from.cacheFit, from.exposure, from.busy, from.volumeGrowth);
        Run = from.Run;
        StartMs = from.StartMs;
        ObservedMs = from.ObservedMs;
        HasEnd = from.HasEnd;
        Jobs = from.Jobs;
        Stages = from.Stages;
        Executors = from.Executors;
        ApplicationTailMs = from.ApplicationTailMs;
        LaunchesPerSecond = from.LaunchesPerSecond;
        Fair = from.Fair;
        TaskCpus = from.TaskCpus;
        FailedTimeRatio = from.FailedTimeRatio;
        Allocation = from.Allocation;
        Notes = from.Notes;
        BodyFactor = from.BodyFactor;
        Calibration = from.Calibration;
        IsOnOneCore = from.IsOnOneCore;
    }

    public required ApplicationRun Run { get; init; }

    /// <value>Epoch milliseconds of the application's start.</value>
    public required long StartMs { get; init; }

    /// <summary>Application time in the log; to the last event where there is no end.</summary>
    public required long ObservedMs { get; init; }

    /// <summary>False when the log has no application end.</summary>
    public required bool HasEnd { get; init; }

    /// <summary>By job id.</summary>
    public required IReadOnlyList<PlanJob> Jobs { get; init; }

    /// <summary>In FIFO order: by job, stage id, attempt. Only stage attempts that ran tasks.</summary>
    public required IReadOnlyList<PlanStage> Stages { get; init; }

    /// <summary>In the order in which they were added.</summary>
    public required IReadOnlyList<PlanExecutor> Executors { get; init; }

    /// <summary>Last job's end to the application's end.</summary>
    public required double ApplicationTailMs { get; init; }

    /// <summary>The most tasks that the driver was seen to launch in one second, at least 1,000.</summary>
    public required double LaunchesPerSecond { get; init; }

    /// <summary>spark.scheduler.mode is FAIR. Weights and minimum shares are not in a log: taken as 1 and 0.</summary>
    public required bool Fair { get; init; }

    /// <summary>spark.task.cpus.</summary>
    public required TaskCpus TaskCpus { get; init; }

    /// <summary>Share of the task time that was spent in failed or killed attempts.</summary>
    public required double FailedTimeRatio { get; init; }

    /// <summary>What is known of how executors are granted and let go.</summary>
    public required AllocationPolicy Allocation { get; init; }

    /// <summary>What was assumed because the log does not say.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The constants that predictions from this plan rest on.</summary>
    public Calibration Calibration { get; init; } = Calibration.BuiltIn;

    /// <summary>The same with other constants; what the preparation assumed with the old ones stays.</summary>
    internal ReplayPlan WithCalibration(Calibration by) => new(this) { Calibration = by };

    /// <summary>Factor on every task's own time at the shape that the plan is for; see <see cref="ShapeEffects"/>.</summary>
    internal double BodyFactor { get; init; } = 1;

    /// <summary>Stages of one wave taken as all work: the other end of what was assumed of them.</summary>
    internal ReplayPlan WithoutAssumedWarmUp() => new(this)
    {
        Stages = [.. Stages.Select(s => !s.WarmAssumed ? s : s with
        {
            BodyMs = s.WarmMs.Length == 0 ? s.BodyMs : [.. s.BodyMs.Select((ms, t) => ms + s.WarmMs[t])],
            WarmMs = [],
            WarmWaveMs = [],
        })],
    };

    internal ReplayPlan WithBodyFactor(double factor) => new(this) { BodyFactor = factor };

    /// <summary>What the plan was made from; an edited plan has none, and it is let go once nobody needs it any more.</summary>
    internal Preparation.ObservedRun? Observed { get; set; }

    public int TaskCount => Stages.Sum(s => s.TaskCount);

    /// <summary>
    /// The plan at the observed shape, simulated once and kept. Savings are measured against it, so that the replay's own error cancels.
    /// </summary>
    public SimulatedRun Replayed => replayed.Value;

    /// <summary>No other core is idle: nothing is replayed before it is asked for.</summary>
    internal bool IsOnOneCore { get; set; }

    /// <summary>Begins the replay on another core, if there is one; <see cref="Replayed"/> waits for it.</summary>
    internal void ReplayBeside()
    {
        if (!IsOnOneCore && !replayed.IsValueCreated && Environment.ProcessorCount > 1)
            ThreadPool.UnsafeQueueUserWorkItem(static plan => plan.ReplayQuietly(), this, preferLocal: false);
    }

    void ReplayQuietly()
    {
        try
        {
            _ = replayed.Value;
        }
        catch (Exception)
        {
            // it is kept, and thrown to whoever asks for the replay
        }
    }

    /// <summary>Slots of the executors that were there at the same time, at most.</summary>
    public int PeakSlots => peak.Value.Slots;

    /// <summary>Slots that tasks held at the same time, at most: what the run shows of more, it shows idle.</summary>
    internal int BusySlots => Math.Clamp(busy.Value, 1, Math.Max(1, PeakSlots));

    /// <summary>
    /// How far <paramref name="slots"/> are from what the run shows: 1 from the most that were in use to the most that were there, else how
    /// many times that.
    /// </summary>
    internal double SlotsRatio(double slots) =>
        slots < BusySlots ? slots / BusySlots : Math.Max(1, slots / Math.Max(1, PeakSlots));

    /// <summary>Executors that were there at the same time, at most.</summary>
    public int PeakExecutors => peak.Value.Executors;

    /// <summary>What was cached and where it fits; null where nothing was cached for more than one stage.</summary>
    public CacheFit? CacheFit => cacheFit.Value;

    /// <summary>What the time of the run's tasks depends on.</summary>
    internal Exposure Exposure => exposure.Value;

    /// <summary>Which stages of the run would grow with its input.</summary>
    internal VolumeGrowth VolumeGrowth => volumeGrowth.Value;

    (int Slots, int Executors) CountPeak()
    {
        var removed = Executors.Where(e => e.RemoveMs is not null).Select(e => (AtMs: Math.Max(e.AddMs, e.RemoveMs!.Value), e.Slots))
            .OrderBy(e => e.AtMs).ToList();
        int peakSlots = 0, peakExecutors = 0, slots = 0, executors = 0, gone = 0;
        foreach (var executor in Executors.OrderBy(e => e.AddMs))
        {
            slots += executor.Slots;
            executors++;
            for (; gone < removed.Count && removed[gone].AtMs <= executor.AddMs; gone++)
            {
                slots -= removed[gone].Slots;
                executors--;
            }
            peakSlots = Math.Max(peakSlots, slots);
            peakExecutors = Math.Max(peakExecutors, executors);
        }
        return (peakSlots, peakExecutors);
    }
}
