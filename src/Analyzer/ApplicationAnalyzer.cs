using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Pricing;
using Rightsizer.Analyzer.Pricing.Book;

namespace Rightsizer.Analyzer;

/// <summary>From what happened to what it means: replay, findings and costs of one run.</summary>
public static class ApplicationAnalyzer
{
    /// <param name="run">The run; it is only read.</param>
    /// <param name="options">What was asked.</param>
    /// <param name="phase">Told the name of each step as it begins.</param>
    /// <param name="cancellation">Checked between steps.</param>
    public static AnalysisResult Analyze(
        ApplicationRun run, AnalysisOptions options, IProgress<string>? phase = null, CancellationToken cancellation = default)
    {
        phase?.Report("looking for causes");
        var found = DetectorCatalog.Run(run, new DetectorContext(run));
        cancellation.ThrowIfCancellationRequested();
        phase?.Report("pricing");
        return new AnalysisResult
        {
            Run = run,
            Findings = found.Findings,
            Detectors = found.Outcomes,
            Cost = CostModel.Price(run, CostOptions.Of(options), options.Prices ?? PriceBook.Embedded),
        };
    }
}
