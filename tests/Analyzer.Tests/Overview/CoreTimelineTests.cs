using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Overview;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Tests.Overview;

public class CoreTimelineTests
{
    [Fact]
    public void ExecutorOfTwoCoresForHalfTheTime_PaysItsSlicesAndItsPart()
    {
        var line = CoreTimeline.Of(Run(1_000, [new ExecutorLife { Id = "1", TotalCores = 2, AddTimeMs = 1_050, RemoveTimeMs = 1_500 }], []), 10)!;

        Assert.Equal([1, 2, 2, 2, 2, 0, 0, 0, 0, 0], line.PaidCores);
    }

    [Fact]
    public void Tasks_AreUsedFromLaunchToFinish_AndRunningOnesToTheEnd()
    {
        var line = CoreTimeline.Of(Run(1_000, [], [(1_000, 250), (1_900, null)]), 10)!;

        Assert.Equal([1, 1, 0.5, 0, 0, 0, 0, 0, 0, 1], line.UsedCores);
    }

    [Fact]
    public void RunWithoutTime_HasNoTimeline() => Assert.Null(CoreTimeline.Of(Run(0, [], []), 10));

    [Fact]
    public void Overview_CountsLivesThatFollowEachOtherAsOneAtATime()
    {
        var overview = RunOverview.Of(Run(1_000,
        [
            new ExecutorLife { Id = "1", TotalCores = 4, AddTimeMs = 1_000, RemoveTimeMs = 1_400 },
            new ExecutorLife { Id = "2", TotalCores = 4, AddTimeMs = 1_400 },
            new ExecutorLife { Id = "driver", AddTimeMs = 1_000 },
        ], [(1_100, 300)]));

        Assert.Equal(1, overview.PeakExecutors);
        Assert.Equal([new ExecutorShape(2, 4)], overview.Shapes);
        Assert.Equal(4_000, overview.PaidCoreMs);
        Assert.Equal(300, overview.UsedCoreMs);
        Assert.Equal(0.075, overview.UsedRatio);
    }

    [Fact]
    public void Overview_WithoutExecutors_DoesNotSayThatNothingWasPaid() => Assert.Null(RunOverview.Of(Run(1_000, [], [(1_100, 300)])).PaidCoreMs);

    static ApplicationRun Run(long durationMs, ExecutorLife[] executors, (long LaunchMs, long? DurationMs)[] tasks)
    {
        var table = new TaskTable();
        for (var i = 0; i < tasks.Length; i++)
        {
            var finish = tasks[i].DurationMs is { } d ? tasks[i].LaunchMs + d : 0;
            table.AddStarted(new TaskInfo { TaskId = i, LaunchTimeMs = tasks[i].LaunchMs, FinishTimeMs = finish });
        }
        return new ApplicationRun
        {
            App = new ApplicationInfo { StartTimeMs = 1_000, EndTimeMs = 1_000 + durationMs },
            Environment = new SparkEnvironment(),
            ResourceProfiles = [],
            Executors = executors,
            Jobs = [],
            Stages = [new StageAttempt { Info = new StageInfo { StageId = 0, AttemptId = 0 }, Status = "COMPLETE", NumCompleteTasks = tasks.Length, Metrics = default, Tasks = table }],
            SqlExecutions = [],
            Processes = [],
            UnpersistedRdds = new HashSet<int>(),
            TaskEndReasons = new Dictionary<string, long>(),
            Log = new LogQuality
            {
                Path = "",
                Kind = "single",
                Codec = "none",
                Bytes = 0,
                PlainBytes = 0,
                Lines = 0,
                MalformedLines = 0,
                MalformedByKind = new Dictionary<string, long>(),
                Truncated = false,
                Grade = QualityGrade.Complete,
                Doubts = [],
                EventCounts = new Dictionary<string, long>(),
            },
        };
    }
}
