using System.Collections.Concurrent;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests;

/// <summary>The six logs of sample-logs/, analysed as <c>diagnose</c> analyses them.</summary>
static class SampleLogResult
{
    static readonly ConcurrentDictionary<string, Lazy<AnalysisResult>> results = new(StringComparer.Ordinal);

    /// <summary>In order of name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFileSystemEntries(Folder).Select(p => Path.GetFileName(p))
            .Where(n => n.StartsWith("app-", StringComparison.Ordinal) || n.StartsWith("eventlog_v2_", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    static string Folder => Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    /// <summary>Analysed once per test run; the log's path is its name, so that reports are the same in every checkout.</summary>
    public static AnalysisResult Analyze(string name) => results.GetOrAdd(name, n => new(() => AnalyzeNow(n))).Value;

    static AnalysisResult AnalyzeNow(string name)
    {
        var run = ApplicationRunLoader.Load(EventLogLocator.Find(Path.Combine(Folder, name))[^1]);
        run = run with { Log = run.Log with { Path = "sample-logs/" + name, FirstMalformed = null } };
        return ApplicationAnalyzer.Analyze(
            run, new AnalysisOptions { Pricing = new PriceContext { UsdPerHour = 3.20m }, Sweep = true, Patch = true });
    }
}
