using System.Text.Json;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Text reports step over the Accumulables of tasks, JSON reads them: both must say the same.</summary>
public class AccumulablesTests(ITestOutputHelper output)
{
    [Fact]
    public void SharedLogs_FindingsCostsAndSumsAreTheSameWithAndWithoutTheTasksAccumulables()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var (metrics, different) = (0, new List<string>());
        foreach (var log in SharedLogs.All)
        {
            var (with, without) = (Load(log, true), Load(log, false));

            Assert.Equal(Say(with), Say(without));
            foreach (var (a, b) in with.SqlExecutions.Zip(without.SqlExecutions))
            {
                Assert.Equal(a.Sums, b.Sums);
                metrics += a.Metrics.Count;
                different.AddRange(a.Metrics.Where(m => a.Sums.GetValueOrDefault(m.AccumulatorId) != m.Sum).Select(_ => log.Name));
            }
        }
        output.WriteLine(
            $"{SharedLogs.All.Count} logs, {metrics} SQL metrics, {different.Count} of other sums in "
            + $"{string.Join(", ", different.Distinct())}");
        // only where stages were retried or never ended, and under Spark 2, whose accumulators begin at -1
        Assert.Equal(["rapids__spark2-eventlog.zstd", "rapids__tasks_executors_fail_compressed_eventlog.zstd",
            "rapids__truncated_eventlog"], different.Distinct());
    }

    static ApplicationRun Load(SharedLog log, bool readAccumulables) =>
        ApplicationRunLoader.Load(EventLogLocator.Find(log.Path)[^1], new EventLogReaderOptions { ReadAccumulables = readAccumulables });

    static string Say(ApplicationRun run)
    {
        var report = DetectorCatalog.Run(run, new DetectorContext(run));
        var cost = CostModel.Price(run, new PriceContext());
        return JsonSerializer.Serialize(report) + JsonSerializer.Serialize(cost)
            + JsonSerializer.Serialize(
            run.SqlExecutions.Select(x => (object?[])[x.Id, x.FilesWritten, x.BytesWritten, x.RowsWritten, x.DynamicPartitions]));
    }
}
