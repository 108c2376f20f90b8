using System.Runtime.InteropServices;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Numerics.Internals;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay;

/// <summary>What the time of the tasks depends on besides slots.</summary>
/// <param name="Shared">Share of the task time that CPUs, disks and networks explain.</param>
/// <param name="Working">0 where tasks only wait (sleep, remote services), 1 where they work.</param>
/// <param name="Limited">0 where CPU time explains what tasks do, 1 where they wait for a CPU that a quota or neighbours hold back.</param>
/// <param name="Waiting">Share of the run time that is not on a CPU: what disks, networks and neighbours can stretch. 0 where the log has
/// no CPU time.</param>
/// <param name="MemoryBinds">Tasks spilled, or collections took their time.</param>
sealed record Exposure(double Shared, double Working, double Limited, double Waiting, bool MemoryBinds)
{
    /// <summary>Bytes that explain a millisecond of waiting: a slot's slow disk or network.</summary>
    const double BytesPerMs = 5_000;

    /// <summary>Above this share of time in collections, or with any spill, memory may bind.</summary>
    const double MemoryBindsGcRatio = 0.05;

    /// <summary>Tasks that use a hundredth of a CPU wait for something else; a quota leaves them more than a twentieth.</summary>
    const double IdleRatio = 0.05, WorkingRatio = 0.10;

    /// <summary>
    /// Unexplained share of the run time of working tasks: input and locks explain less than two fifths, a fifth of a CPU seven tenths and
    /// more.
    /// </summary>
    const double FreeRatio = 0.4, LimitedRatio = 0.7;

    /// <summary>Without CPU times nothing says that neighbours would stretch a task: that is in the band, not in the number.</summary>
    const double UnknownWaiting = 0;

    public static Exposure Measure(ReplayPlan plan)
    {
        double all = 0, shared = 0, gc = 0, run = 0, unexplained = 0, work = 0, cpu = 0, onCpu = 0;
        var spilled = false;
        var python = PythonStages.All(plan.Run);
        var shares = new List<double>();
        foreach (var s in plan.Run.Stages)
        {
            spilled |= s.Metrics[TaskMetric.DiskBytesSpilled] > 0;
            var ofPython = python.Contains(s.StageId);
            shares.Clear();
            double ofStage = 0;
            for (var row = 0; row < s.Tasks.Count; row++)
            {
                var c = TaskComponents.Split(s.Tasks, row);
                double duration = Math.Max(0, s.Tasks.DurationMs(row) ?? 0);
                all += duration;
                gc += c.GcMs;
                cpu += c.CpuMs;
                var moved = Math.Min(c.IoAndWaitMs, TaskComponents.BytesMoved(s.Tasks, row) / BytesPerMs);
                var known = c.CpuMs + c.GcMs + c.FetchWaitMs + c.ShuffleWriteMs + c.SpillMs;
                shared += known + moved;
                ofStage += duration;
                if (duration > 0) shares.Add((known + moved) / duration);
                if (ofPython) continue;
                run += known + c.IoAndWaitMs;
                unexplained += c.IoAndWaitMs - moved;
                onCpu += c.CpuMs + c.GcMs;
            }
            // the median: a first wave loads classes whatever the stage does
            FastSort.Sort(CollectionsMarshal.AsSpan(shares));
            work += ofPython ? ofStage : shares.Count == 0 ? 0
                : ofStage * Ramp(Statistics.SparkQuantile(shares, 0.5), IdleRatio, WorkingRatio);
        }
        var binds = spilled || gc > MemoryBindsGcRatio * all;
        if (all <= 0) return new Exposure(1, 1, 0, UnknownWaiting, spilled);
        // Spark before 2.1 logs no CPU time: then nobody can tell working from waiting
        if (cpu <= 0) return new Exposure(shared / all, 1, 0, UnknownWaiting, binds);
        var working = work / all;
        return new Exposure(shared / all, working, working * (run > 0 ? Ramp(unexplained / run, FreeRatio, LimitedRatio) : 0),
            run > 0 ? Math.Max(0, 1 - onCpu / run) : UnknownWaiting, binds);
    }

    static double Ramp(double value, double from, double to) => Math.Clamp((value - from) / (to - from), 0, 1);
}
