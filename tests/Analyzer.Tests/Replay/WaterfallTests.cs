using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Replay.Accounting;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

public class WaterfallTests
{
    [Fact]
    public void SmallRun_EveryMillisecondHasItsPlace()
    {
        // two executors of one core; 1 s start, two tasks of 1 s, then one of 3 s alone, 500 ms driver, one task of 1 s, 250 ms to the end
        var plan = RunReplay.Prepare(new RunSketch { EndMs = 6750 }
            .Executor("1", 1).Executor("2", 1)
            .Job(0, 1000, 5000).Stage(0, 0, 1000, 5000, [], new(0, 1000, 1000, "1"), new(1, 1000, 1000, "2"), new(2, 2000, 3000, "1"))
            .Job(1, 5500, 6500).Stage(1, 1, 5500, 6500, [], new SketchTask(0, 5500, 1000, "1")).Build()).Plan!;

        var w = WaterfallBuilder.Build(plan);

        var time = w.Time.ToDictionary(l => l.Name, l => l.Ms);
        var cores = w.CoreTime.ToDictionary(l => l.Name, l => l.Ms);
        Assert.Equal(6750, w.TotalMs);
        Assert.Equal(2 * 6750, w.TotalCoreMs);
        Assert.Equal(new Dictionary<string, long>
        {
            ["cpu"] = 1000 + 1500 + 500,
            ["waitingForTail"] = 1500,
            ["tooFewTasks"] = 500,
            ["driver"] = 500,
            ["beforeFirstJob"] = 1000,
            ["afterLastJob"] = 250,
        }, time);
        Assert.Equal(time.ToDictionary(p => p.Key, p => 2 * p.Value), cores);
    }

    /// <summary>A stage whose job the log has lost hides neither the time before the first job nor that between jobs.</summary>
    [Fact]
    public void StageWithoutItsJob_LeavesTheIdleTimesWhatTheyAre()
    {
        // 1 s start, a job of 1 s, 500 ms driver, a stage of 1 s of no job, 500 ms driver, a job of 1 s, 1 s to the end
        var plan = RunReplay.Prepare(new RunSketch { EndMs = 6000 }.Executor("1", 1)
            .Job(0, 1000, 2000).Stage(0, 0, 1000, 2000, [], new SketchTask(0, 1000, 1000, "1"))
            .Stage(1, 7, 2500, 3500, [], new SketchTask(0, 2500, 1000, "1"))
            .Job(2, 4000, 5000).Stage(2, 2, 4000, 5000, [], new SketchTask(0, 4000, 1000, "1")).Build()).Plan!;

        var time = WaterfallBuilder.Build(plan).Time.ToDictionary(l => l.Name, l => l.Ms);

        Assert.Equal((1000, 1000, 1000), (time["beforeFirstJob"], time["driver"], time["afterLastJob"]));
        Assert.DoesNotContain("betweenStages", time.Keys);
    }

    /// <summary>Spark 1.4: no task has "Executor CPU Time". All run time is of unknown kind, none of it input, output or waiting.</summary>
    [Fact]
    public void LogOfSpark1_HasRunTimeOfUnknownKind()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var old = Directory.GetFiles(Path.Combine(SharedFolder.Path!, "logs", "spark"), "local-1430917381534*").Single();
        var names = WaterfallBuilder.Build(RunReplay.Prepare(ApplicationRunLoader.Load(EventLogLocator.Find(old)[^1])).Plan!).Time
            .Select(l => l.Name).ToList();
        Assert.Contains("unknownRunTime", names);
        Assert.DoesNotContain("cpu", names);
        Assert.DoesNotContain("ioAndWait", names);
    }

    [Fact]
    public void SharedLogs_BothListsAddUpToTheirTotal()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var seen = 0;
        foreach (var curve in Curves.All)
        {
            var w = WaterfallBuilder.Build(curve.Plan);

            Assert.Equal(curve.Plan.Run.ObservedMs, w.Time.Sum(l => l.Ms));
            Assert.Equal(w.TotalCoreMs, w.CoreTime.Sum(l => l.Ms));
            // paid: every executor's cores from its registration to the end
            var paid = curve.Plan.Run.WorkerExecutors
                .Sum(x => x.TotalCores * (Math.Min(x.RemoveTimeMs ?? long.MaxValue, curve.Plan.Run.CountedUntilMs!.Value) - x.AddTimeMs));
            Assert.Equal(paid, w.TotalCoreMs);
            Assert.All(w.Time.Concat(w.CoreTime), l => Assert.True(l.Ms > 0, l.Name));
            seen++;
        }
        Assert.Equal(20, seen);
    }
}
