using Rightsizer.Analyzer;
using Rightsizer.Reports.Formatting;
using static Rightsizer.Reports.Brief.BriefPage;

namespace Rightsizer.Reports.Brief;

/// <summary>The run at other shapes.</summary>
public static class WhatIfBrief
{
    public static string Compose(AnalysisResult result)
    {
        var page = new BriefPage("more: size for clusters and prices; what_if with other shapes");
        page.Add($"run {Quote(result.Run.App.Id)} as it ran: {Number(result.Run.App.DurationMs)} ms");
        foreach (var a in result.WhatIf)
        {
            page.Add(a.Refused is { } why ? $"{WhatIfWords.Shape(a)}: no number, {Sentence(why)}"
                : $"{WhatIfWords.Shape(a)}: ~{Number(a.DurationMs)} ms ({Number(a.DurationP10Ms)} to {Number(a.DurationP90Ms)} holds 8 "
                + $"runs in 10), "
                + $"jobs alone ~{Number(a.JobsMs)} ms, {(a.CostUsd is { } usd ? $"~{Number(usd)} USD" : "cost unknown")}, sure: "
                + Phrases.HowSure(a.Tier));
            foreach (var doubt in a.Doubts) page.Add("  doubt: " + Sentence(doubt.Text.ToString()));
        }
        return page.ToString();
    }
}
