using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Mcp;

/// <summary>Runs that were analysed: the last few stay, so that what is asked next about them is answered at once.</summary>
/// <param name="roots">Where logs may be.</param>
/// <param name="source">How stores are reached.</param>
/// <param name="detectors">Findings that are not wanted, and limits.</param>
/// <param name="context">Cancellation.</param>
sealed class McpRuns(McpRoots roots, SourceOptions source, DetectorSettings detectors, CliContext context)
{
    const int Kept = 3;

    readonly List<(string Key, AnalysisResult Result)> kept = [];

    /// <param name="place">As the assistant wrote it.</param>
    /// <param name="attempt">Number of the attempt; null is the last.</param>
    /// <param name="pricing">How it is priced.</param>
    /// <param name="withSqlMetrics">What each node of a plan measured is wanted.</param>
    /// <param name="cancellation">Of this call.</param>
    public AnalysisResult Analyze(string place, string? attempt, PriceContext pricing, bool withSqlMetrics, CancellationToken cancellation)
    {
        var location = roots.Resolve(place);
        var (attempts, cluster) = LogSources.FindWithCluster(location, source, context);
        var log = AttemptChoice.Pick(attempts, attempt, "attempt");
        roots.Check(log);
        // of the same ids AWS says the same, unless the log has changed as well
        var key = Key(log, pricing, withSqlMetrics) + (cluster is null ? "" : "\n" + location);
        pricing = pricing.OrCluster(cluster);
        if (kept.Find(k => k.Key == key) is { Result: { } known }) return known;
        _ = Task.Run(pricing.Book.ReadAhead, CancellationToken.None);
        var run = ApplicationRunLoader.Load(log, ReaderSettings.Create(withSqlMetrics), null, cancellation);
        var options = new AnalysisOptions { Pricing = pricing, Detectors = detectors };
        var result = ApplicationAnalyzer.Analyze(run, options, null, cancellation) with
        {
            OtherAttempts = [.. attempts.Where(a => a != log).Select(a => a.Location)],
        };
        kept.Add((key, result));
        if (kept.Count > Kept) kept.RemoveAt(0);
        return result;
    }

    /// <summary>Equal where the same bytes are read and priced in the same way.</summary>
    static string Key(EventLog log, PriceContext pricing, bool withSqlMetrics) => string.Join('\n', log.Parts
        .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Location} {p.Length} {p.ModifiedMs} {p.ETag}"))
        .Append(string.Create(CultureInfo.InvariantCulture, $"{pricing.UsdPerHour} {pricing.Cluster?.GetHashCode()} {withSqlMetrics}")));
}
