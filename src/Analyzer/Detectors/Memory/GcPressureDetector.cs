using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Memory;

/// <summary>Tasks wait for the garbage collector of their executor.</summary>
sealed class GcPressureDetector : IDetector
{
    /// <summary>Healthy applications show up to this; docs/detectors/RSZ003.md.</summary>
    const double MinGcRatio = 0.10;
    const double MinStageShare = 0.05;

    /// <summary>More memory ends at most three quarters of the collection, and never all of it.</summary>
    const double CurableRatio = 0.75, HealthyRatio = 0.03;
    const double MinShuffleBytes = 16 << 20, LiveSetHeapRatio = 0.85, MajorGcRatio = 0.20, RoomHeapRatio = 0.50;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.Gc, "gc", "Tasks wait for garbage collection", DetectorCategory.Memory,
        [
            new("minGcRatio", MinGcRatio, "ratio",
                "collection over run time; Spark's UI paints it red from here, and healthy jobs stay under it") { IsSettable = true },
            new("minStageShare", MinStageShare, "ratio", "of the run: shorter stages are mostly start-up") { IsSettable = true },
            new("curableRatio", CurableRatio, "ratio", "of the collection that a larger heap is taken to end"),
            new("healthyRatio", HealthyRatio, "ratio", "collection over work that stays in any case"),
            new("liveSetHeapRatio", LiveSetHeapRatio, "ratio",
                "peak heap over spark.executor.memory from which the live set counts as large"),
            new("majorGcRatio", MajorGcRatio, "ratio", "full collections over all collection time from which the live set counts as large"),
            new("minShuffleBytes", MinShuffleBytes, "bytes", "of an RDD's stage from which its serialiser matters"),
            new("roomHeapRatio", RoomHeapRatio, "ratio",
                "peak heap over spark.executor.memory under which the heap has room, whatever the collections"),
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("Give the heap more room", Degree.Low, Degree.Low, "larger executors may fit fewer to a node"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (facts.RunMs is not > 0 and not null) return Verdict.NotApplicable("the log holds no times");
        var (minGc, minStage) = (context.Limit(Descriptor, "minGcRatio"), context.Limit(Descriptor, "minStageShare"));
        var stages = facts.ExecutedStages.Where(s => s.Count > 0 && s.SpanMs >= minStage * (facts.RunMs ?? 0)).ToList();
        if (stages.Count == 0) return Verdict.NotApplicable($"no stage takes {Quantity.Percent(minStage)} of the run");
        var pressed = stages.Where(s => Ratio(s) >= minGc).Select(s => (Tasks: s, SavesMs: SavesMs(s)))
            .Where(s => s.SavesMs > 0).OrderByDescending(s => s.SavesMs).ToList();
        var total = pressed.Sum(s => s.SavesMs);
        if (total <= 0) return Verdict.Clean("collection takes a small part of the tasks' time");
        var (top, _) = pressed[0];
        var pressure = Pressure(top, facts);
        return new CauseFound
        {
            Where = [.. pressed.Select(s => s.Tasks.Place(s.SavesMs / total, facts))],
            Evidence =
            [
                new("gcRatio", Math.Round(Ratio(top), 4), "ratio", minGc),
                new("gcTaskMs", pressed.Sum(s => s.Tasks.GcMs.Sum()), "ms"),
                new("runTaskMs", pressed.Sum(s => s.Tasks.RunMs.Sum()), "ms"),
                .. PeakEvidence(top, facts),
            ],
            Cause = $"In stage {top.Stage.StageId} the tasks spent {Quantity.Percent(Ratio(top))} of their run time in the collector "
                + $"({Quantity.Duration(top.GcMs.Sum())} of {Quantity.Duration(top.RunMs.Sum())}; a pause counts in every task that it "
                + $"stops). "
                + pressure switch
                {
                    GcPressure.LiveSet =>
                        "The heap was full of live objects and full collections found little to free: it is too small for what the "
                        + "tasks hold.",
                    GcPressure.AllocationRate =>
                        "The heap had room and young collections did the work: the tasks allocate faster than they need to.",
                    _ => "The log does not show whether the heap was full or objects were created too fast.",
                },
            Advice = [.. AdviceFor(top, pressure, facts)],
            Confidence = pressure is GcPressure.Unknown ? Confidence.Low : Confidence.Medium,
            EstimatedMs = total,
            Effects = Unknown.Effects("spark.executor.cores", "spark.serializer", "spark.executor.extraJavaOptions",
                "spark.driver.extraJavaOptions"),
            Without = pressure is GcPressure.AllocationRate ? null : plan =>
                pressed.Aggregate(plan, (p, s) => p.WithDurations(s.Tasks, Relieved(s.Tasks))),
            // a heap with room is not helped by more of it, and what other code would save no replay can tell
            AtMost = pressure is GcPressure.AllocationRate ? Severity.Info : Severity.Critical,
        };
    }

    enum GcPressure { Unknown, LiveSet, AllocationRate }

    /// <summary>SPARK-23206: peaks of executor metrics for each stage.</summary>
    static readonly Version LogsPeaks = new(3, 0);

    /// <summary>Collection over run time, without the first tasks of the executors where there are enough others.</summary>
    static double Ratio(StageTasks s)
    {
        double gc = 0, run = 0;
        var warm = s.FirstWave.Count(f => !f) * 2 >= s.Count;
        for (var i = 0; i < s.Count; i++)
        {
            if (warm && s.FirstWave[i]) continue;
            gc += s.GcMs[i];
            run += s.RunMs[i];
        }
        return run > 0 ? gc / run : 0;
    }

    static double SavesMs(StageTasks s) =>
        GreedySchedule.MakespanMs(s.DurationMs, s.Slots) - GreedySchedule.MakespanMs(Relieved(s), s.Slots);

    /// <summary>The tasks' times with a heap large enough.</summary>
    static double[] Relieved(StageTasks s) => [.. s.DurationMs.Select((d, i) =>
    {
        var pause = s.RunMs[i] - s.WorkMs[i];
        return d - Math.Max(0, pause - Math.Max(pause * (1 - CurableRatio), s.WorkMs[i] * HealthyRatio));
    })];

    static GcPressure Pressure(StageTasks s, RunFacts facts)
    {
        var (heap, minor, major) = Peaks(s, facts);
        if (heap <= 0) return GcPressure.Unknown;
        var full = heap / facts.Settings.ExecutorHeapBytes;
        var collectsAll = major > 0 && minor >= 0 && major >= MajorGcRatio * (major + minor);
        return full >= LiveSetHeapRatio || collectsAll && full >= RoomHeapRatio ? GcPressure.LiveSet : GcPressure.AllocationRate;
    }

    /// <summary>Peaks of the executors that ran the stage, -1 where the log has none.</summary>
    static (long HeapBytes, long MinorMs, long MajorMs) Peaks(StageTasks s, RunFacts facts)
    {
        long heap = s.Stage.Peak is { } p ? p[ExecutorMetric.JVMHeapMemory] : -1, minor = -1, major = -1;
        foreach (var id in s.Stage.Tasks.ExecutorIds)
        {
            if (facts.ExecutorAt(id, s.LastFinishMs)?.Peak is not { } peak) continue;
            heap = Math.Max(heap, peak[ExecutorMetric.JVMHeapMemory]);
            minor = Math.Max(minor, peak[ExecutorMetric.MinorGCTime]);
            major = Math.Max(major, peak[ExecutorMetric.MajorGCTime]);
        }
        return (heap, minor, major);
    }

    static IEnumerable<Evidence> PeakEvidence(StageTasks s, RunFacts facts)
    {
        var (heap, minor, major) = Peaks(s, facts);
        if (heap > 0) yield return new("peakHeapBytes", heap, "bytes", Math.Round(LiveSetHeapRatio * facts.Settings.ExecutorHeapBytes));
        if (minor >= 0) yield return new("minorGcMs", minor, "ms");
        if (major >= 0) yield return new("majorGcMs", major, "ms");
    }

    /// <summary>
    /// Objects of the JVM pass through a shuffle of RDDs. Rows of SQL and what Python made are bytes already.
    /// </summary>
    static bool SerialisesObjects(StageTasks s, RunFacts facts) =>
        facts.SqlOf(s.Stage) is null && !s.Stage.Info.Rdds.Any(r => r.Name is "PythonRDD" or "PairwiseRDD")
            && s.Sum(TaskMetric.ShuffleWriteBytes) + s.Sum(TaskMetric.ShuffleLocalBytesRead) + s.Sum(TaskMetric.ShuffleRemoteBytesRead)
                >= MinShuffleBytes;

    static IEnumerable<Advice> AdviceFor(StageTasks s, GcPressure pressure, RunFacts facts)
    {
        var memory = ExecutorMemory.Read(s, facts);
        var heap = facts.Settings.ExecutorHeapBytes;
        var options = facts.Settings.IsLocal ? "spark.driver.extraJavaOptions" : "spark.executor.extraJavaOptions";
        if (pressure is GcPressure.Unknown)
        {
            // a setting that may not touch the cause is no setting to paste
            yield return new("find out whether the heap was full, and try a larger one if it was", null, null,
                (facts.Settings.Version >= LogsPeaks
                    ? "spark.eventLog.logStageExecutorMetrics=true puts the peaks of the heap into the log of the next run. "
                    : "The executors' own logs of the collector tell it (-verbose:gc). ")
                    + $"{facts.Settings.HeapSetting} is {SettingValues.Plain(facts.Settings.Now(facts.Settings.HeapSetting, "1g"))} now, "
                    + $"for {Quantity.Plural(memory.Slots, "task")} at a time.", "A larger heap is paid for all through the run.");
        }
        if (pressure is GcPressure.LiveSet)
        {
            yield return new(facts.Settings.HeapSetting, facts.Settings.Now(facts.Settings.HeapSetting, "1g"), SettingText.Size(2 * heap),
                $"{Quantity.Plural(memory.Slots, "task")} at a time {(memory.Slots == 1 ? "has" : "share")} a heap of "
                    + $"{Quantity.Bytes(heap)} and {(memory.Slots == 1 ? "spends" : "spend")} {Quantity.Percent(Ratio(s))} of "
                    + $"{(memory.Slots == 1 ? "its" : "their")} time waiting for room in it.",
                "Twice the memory paid for; give it only as far as it helps.");
            if (memory.Slots > 1 && !facts.Settings.IsLocal)
                yield return new(
                    "spark.executor.cores", facts.Settings.Now("spark.executor.cores", "1"), SettingText.Whole(memory.Slots / 2),
                    "Half as many tasks hold half as much at a time.", "Half the slots for every stage.");
        }
        if (pressure is not GcPressure.AllocationRate)
        {
            if (s.Stage.Info.Rdds.Any(r => r.IsCached && !CachedRdds.IsSerialised(r)))
                yield return new("cache the data serialised (MEMORY_ONLY_SER or a columnar table cache)", null, null,
                    "The stage uses cached data; serialised blocks are a few large objects in place of millions.",
                    "CPU to read them again.");
        }
        if (pressure is not GcPressure.LiveSet)
        {
            if (SerialisesObjects(s, facts) && facts.Settings["spark.serializer"] is null or "org.apache.spark.serializer.JavaSerializer")
                yield return new("spark.serializer", "org.apache.spark.serializer.JavaSerializer (default)",
                    "org.apache.spark.serializer.KryoSerializer", "Java's serializer allocates several objects a row.",
                    "Classes may need registration.");
            yield return new(
                "create fewer objects per row: fewer columns and rows, and fewer boxed values, strings and collections in UDFs", null, null,
                pressure is GcPressure.Unknown ? "It helps if the heap had room and too much garbage was produced."
                : "The heap is large enough, but too much garbage is produced.");
            if (pressure is GcPressure.AllocationRate
                && facts.Settings[options]?.Contains("ParallelGC", StringComparison.Ordinal) != true)
                yield return new(options, facts.Settings[options], "-XX:+UseParallelGC",
                    "Throughput matters in a batch job, pauses do not.",
                    "Longer single pauses; heartbeats may need a longer time-out on large heaps.");
        }
    }
}
