using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Timing.Spot;

/// <summary>What a lost node would cost at each moment of a simulated run, in equal slices of its time.</summary>
/// <remarks>
/// Within a stage the mean over its span stands for each moment: over a whole life a task has spent d²/2 of elapsed time, which is exact in
/// the mean.
/// </remarks>
sealed class SpotTimeline
{
    const int SliceCount = 256;

    /// <summary>Slots that tasks hold.</summary>
    readonly double[] busy = new double[SliceCount];

    /// <summary>Elapsed slot-milliseconds of running tasks: all of it is lost with its node.</summary>
    readonly double[] inFlight = new double[SliceCount];

    /// <summary>Slot-milliseconds of ended tasks whose shuffle files some unfinished stage still needs, over all nodes.</summary>
    readonly double[] needed = new double[SliceCount];

    SpotTimeline(double endMs, double slots) => (EndMs, Slots) = (endMs, slots);

    public double EndMs { get; }
    public double Slots { get; }

    /// <summary>Slots held at a moment, never none: what is lost is run again beside what runs.</summary>
    public double Busy(double atMs) => Math.Clamp(busy[Slice(atMs)], 1, Slots);

    public double InFlight(double atMs) => inFlight[Slice(atMs)];

    public double Needed(double atMs) => needed[Slice(atMs)];

    /// <param name="plan">With the durations that were simulated.</param>
    /// <param name="run">The plan simulated.</param>
    public static SpotTimeline Build(ReplayPlan plan, SimulatedRun run)
    {
        var timeline = new SpotTimeline(Math.Max(1, run.EndMs), Math.Max(1, run.Executors.Sum(x => x.Slots)));
        var lastUse = LastUse(plan, run);
        for (var s = 0; s < plan.Stages.Count; s++)
        {
            var span = run.Stages[s];
            if (double.IsNaN(span.EndMs) || span.EndMs <= span.StartMs) continue;
            double work = 0, elapsed = 0;
            for (var t = 0; t < plan.Stages[s].TaskCount; t++)
            {
                var d = plan.Stages[s].OccupiedMs(t);
                work += d;
                elapsed += d * d / 2;
            }
            timeline.Add(span, work / (span.EndMs - span.StartMs), elapsed / (span.EndMs - span.StartMs), work, lastUse[s]);
        }
        return timeline;
    }

    void Add(SimulatedSpan span, double slots, double elapsedMs, double work, double lastUseMs)
    {
        var width = EndMs / SliceCount;
        for (var i = Slice(span.StartMs); i < SliceCount && i * width < Math.Max(span.EndMs, lastUseMs); i++)
        {
            double from = i * width, until = from + width;
            var running = Math.Max(0, Math.Min(until, span.EndMs) - Math.Max(from, span.StartMs)) / width;
            busy[i] += slots * running;
            inFlight[i] += elapsedMs * running;
            if (lastUseMs <= from) continue;
            var middle = (Math.Max(from, span.StartMs) + Math.Min(until, Math.Max(span.EndMs, lastUseMs))) / 2;
            needed[i] += work * Math.Clamp((middle - span.StartMs) / (span.EndMs - span.StartMs), 0, 1) * Math.Clamp(
                (lastUseMs - from) / width, 0, 1);
        }
    }

    /// <summary>
    /// Until when a stage's shuffle files are needed: to the end of its last reader, and of what reads that, since a lost block is made
    /// again from its parents' blocks.
    /// </summary>
    static double[] LastUse(ReplayPlan plan, SimulatedRun run)
    {
        var children = ChildrenOf(plan);
        var last = new double[plan.Stages.Count];
        var writes = plan.Run.Stages.ToDictionary(s => (s.StageId, s.AttemptId), s => s.Metrics[TaskMetric.ShuffleWriteBytes] > 0);
        for (var s = plan.Stages.Count - 1; s >= 0; s--)
        {
            if (!writes[(plan.Stages[s].StageId, plan.Stages[s].AttemptId)]) continue;
            foreach (var c in children[s])
            {
                var end = double.IsNaN(run.Stages[c].EndMs) ? run.EndMs : run.Stages[c].EndMs;
                last[s] = Math.Max(last[s], Math.Max(end, last[c]));
            }
        }
        return last;
    }

    /// <summary>Readers of each stage.</summary>
    static List<int>[] ChildrenOf(ReplayPlan plan)
    {
        var children = new List<int>[plan.Stages.Count];
        for (var s = 0; s < children.Length; s++) children[s] = [];
        var writers = StageReaders.WritersOf(plan);
        for (var s = 0; s < children.Length; s++) writers[s].ForEach(p => children[p].Add(s));
        return children;
    }

    int Slice(double atMs) => Math.Clamp((int)(atMs / EndMs * SliceCount), 0, SliceCount - 1);
}
