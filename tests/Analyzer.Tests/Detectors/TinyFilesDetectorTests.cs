using Rightsizer.Analyzer.Detectors;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

public class TinyFilesDetectorTests
{
    const long MiB = 1 << 20;

    /// <summary>A write by 100 tasks of 100 ms on two slots.</summary>
    static RunSketch Writing(long files, long bytes, long? partitions = 0)
    {
        var run = new RunSketch(10_000).Executor("1").Executor("2");
        run.Stage(4).Tasks(0, 2, Enumerable.Repeat(100L, 100), (_, v) => v[TaskMetric.OutputBytes] = bytes / 100);
        return run.Sql(new()
        {
            Id = 1,
            Status = "COMPLETED",
            StageIds = [4],
            FilesWritten = files,
            BytesWritten = bytes,
            DynamicPartitions = partitions,
            Writes = [new("InsertIntoHadoopFsRelationCommand", "s3://b/t", null, "Parquet", ["day"], "Overwrite")],
        });
    }

    [Fact]
    public void HundredTinyFiles_AreFoundWithTheFilesThatWouldDo()
    {
        var finding = Writing(100, 10 * MiB).Finding("tinyFiles")!;

        Assert.Equal(Severity.Critical, finding.Severity);
        Assert.Equal(100, Value(finding, "files"));
        Assert.Equal(1, Value(finding, "filesNeeded"));
        Assert.Equal(4, finding.Where.Single().StageId);
        Assert.Equal("s3://b/t", finding.Where.Single().Label);
        Assert.StartsWith("repartition(1)", finding.Advice[0].Setting);
    }

    [Fact]
    public void TasksTimesPartitions_IsAdvisedToRepartitionByTheColumns()
    {
        var finding = Writing(3_000, 300 * MiB, partitions: 30).Finding("tinyFiles")!;

        Assert.Equal(30, Value(finding, "filesNeeded"));
        Assert.StartsWith("repartition by day", finding.Advice[0].Setting);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void TwentyFiles_IsTheLimit(long files, bool found) =>
        Assert.Equal(found, Writing(files, files * MiB).Finding("tinyFiles") is not null);

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void AQuarterOfTheTarget_IsTheLimit(long mebibytes, bool found) =>
        Assert.Equal(found, Writing(100, 100 * mebibytes * MiB).Finding("tinyFiles") is not null);

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void TwiceTheFilesNeeded_IsTheLimit(long files, bool found) =>
        Assert.Equal(found, Writing(files, MiB, partitions: 30).Finding("tinyFiles") is not null);

    [Fact]
    public void FilesOfHeavyTasks_CostNothingWorthAWarning()
    {
        // 100 tasks of 100 ms that each read and write 3 MiB: their bytes explain the time
        var run = new RunSketch(10_000).Executor("1").Executor("2");
        run.Stage(4).Tasks(0, 2, Enumerable.Repeat(100L, 100),
            (_, v) => (v[TaskMetric.ShuffleLocalBytesRead], v[TaskMetric.OutputBytes]) = (2 * MiB, MiB));
        run.Sql(new() { Id = 1, Status = "COMPLETED", StageIds = [4], FilesWritten = 100, BytesWritten = 100 * MiB });

        Assert.Equal(Severity.Info, run.Finding("tinyFiles")!.Severity);
    }

    [Fact]
    public void TasksThatWriteOutsideSql_CountAFileEach()
    {
        var run = new RunSketch(10_000).Executor("1").Executor("2").Stage(0)
            .Tasks(0, 2, Enumerable.Repeat(100L, 50), (_, v) => v[TaskMetric.OutputBytes] = 1_000).Run;
        var finding = run.Finding("tinyFiles")!;

        Assert.Equal(50, Value(finding, "files"));
        Assert.Equal(Confidence.Low, finding.Confidence);
    }

    [Fact]
    public void NothingWritten_IsNotApplicable() =>
        Assert.Equal(OutcomeKind.NotApplicable,
            new RunSketch(1_000).Executor("1").Stage(0).Task("1", 0, 100).Run.Outcome("tinyFiles").Outcome);

    static double Value(Finding finding, string name) => finding.Evidence.Single(e => e.Name == name).Value;
}
