using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Tests.Construction;

/// <summary>Tests that measure the heap of the process: they run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HeapTests
{
    public const string Name = "heap";
}

[Collection(HeapTests.Name)]
public class RelistedStagesTests
{
    /// <summary>Each job lists all stages again, skips them and retires them: 250,000 records, of which 500 are shown.</summary>
    [Fact]
    public void JobsThatListTheSameStages_KeepNoRecordForEachListing()
    {
        const int Jobs = 500, Stages = 500;
        StageInfo[] stages =
            [.. Enumerable.Range(0, Stages).Select(i => new StageInfo { StageId = i, AttemptId = 0, Name = "st", NumTasks = 1 })];
        var book = new JobStageBook(new ExecutorBook());
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var job = 0; job < Jobs; job++)
        {
            book.OnJobStart(new JobStartEvent(job, 1, stages, new Dictionary<string, string>()));
            book.OnJobEnd(new JobEndEvent(job, 2, true, null));
        }

        // the lists and sets of the jobs are less than 20 MB; a record for each listing would be more than 100 MB
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 40_000_000);
        Assert.Equal(Stages, book.BuildStages().Count);
        Assert.All(book.BuildJobs(), j => Assert.Equal(Stages, j.NumSkippedStages));
    }
}
