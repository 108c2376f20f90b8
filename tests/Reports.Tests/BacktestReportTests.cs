using System.Text.Json;
using Rightsizer.Analyzer.Answers.Backtest;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Backtest;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests;

public class BacktestReportTests
{
    static string SchemaPath => Path.Combine(SharedFolder.RepositoryRoot, "src", "Reports", "backtest.schema.json");

    /// <summary>RIGHTSIZER_ACCEPT=1 writes the file anew; review it like code.</summary>
    [Fact]
    public void CheckedInSchema_IsTheOneOfTheTypes()
    {
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1") File.WriteAllText(SchemaPath, BacktestJson.Schema());

        Assert.Equal(File.ReadAllText(SchemaPath), BacktestJson.Schema());
    }

    [Fact]
    public void Json_FitsTheSchema()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var logs = Path.Combine(SharedFolder.Path!, "spark-logs", "curves", "logs");
        var runs = new[] { "etl-1-2x2.zstd", "etl-1-4x2.zstd", "etl-1-8x2.zstd" }.Select(n =>
            BacktestRun.Create(ApplicationRunLoader.Load(EventLogLocator.Find(Path.Combine(logs, n))[^1]), n)).ToList();
        using var stream = new MemoryStream();
        BacktestJson.Write(stream, Backtester.Run(runs, new BacktestOptions { AllPairs = true, Fit = true }));
        using var schema = JsonDocument.Parse(File.ReadAllBytes(SchemaPath));
        using var document = JsonDocument.Parse(stream.ToArray());

        Assert.Equal([], SchemaValidator.Validate(schema.RootElement, document.RootElement));
        Assert.Equal(6, document.RootElement.GetProperty("pairs").GetArrayLength());
        Assert.Equal(6, document.RootElement.GetProperty("fitted").GetProperty("pairs").GetInt32());
    }
}
