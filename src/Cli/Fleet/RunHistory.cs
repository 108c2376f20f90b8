using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Reports.Fleet;

namespace Rightsizer.Cli.Fleet;

/// <summary><c>diagnose --state</c>: the run against the last good runs of its job.</summary>
static class RunHistory
{
    /// <summary>Lines to stand before the report; empty without a state.</summary>
    public static IReadOnlyList<string> Lines(AnalysisResult result, DiagnosisRequest request, CliContext context)
    {
        if (request.State is not { } place) return [];
        var state = FleetState.Load(FleetReporting.Store(place, request.Source, context));
        var key = new RunKey { Uri = LogUri.Write(request.Log), Pricing = request.PricingFingerprint };
        return UnlikeText.Compose(
            UnlikeItself.Compare(RunSummarizer.From(key, result), state.Newest(request.PricingFingerprint), FleetRules.None));
    }
}
