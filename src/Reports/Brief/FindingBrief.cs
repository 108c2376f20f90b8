using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Json;
using static Rightsizer.Reports.Brief.BriefPage;

namespace Rightsizer.Reports.Brief;

/// <summary>One finding whole: its figures, every way to fix it, its places.</summary>
public static class FindingBrief
{
    const int PlacesShown = 20;

    public static string Compose(AnalysisResult result, Finding f)
    {
        var page = new BriefPage($"more: explain {f.Kind}, stage N, query N, what_if SHAPE");
        page.Add($"[{FindingIds.Find(result, f)}] {f.Kind}, {JsonNames.CamelCase(f.Severity)}, sure: {JsonNames.CamelCase(f.Confidence)}; "
            + $"{DiagnoseBrief.Saves(f)}; run {Quote(result.Run.App.Id)}");
        page.Add(f.Title + ". " + Sentence(f.Cause));
        for (var i = 0; i < f.Advice.Count; i++)
        {
            var a = f.Advice[i];
            page.Add($"{(i == 0 ? "do" : a.With is null ? "or" : "and")}: {DiagnoseBrief.Change(a)}. {Sentence(a.Why)}"
                + (a.MayCost is { } cost ? $" trade-off: {Sentence(cost)}" : ""));
        }
        foreach (var e in f.Evidence)
            page.Add($"{e.Name} = {Number(e.Value)} {e.Unit}" + (e.Limit is { } limit ? $", limit {Number(limit)}" : ""));
        foreach (var p in f.Where.Take(PlacesShown))
            page.Add($"at {DiagnoseBrief.Place(p)}" + (p.Share is { } share ? $", share {Number(share)}" : ""));
        if (f.Where.Count > PlacesShown) page.Add("at more places: the JSON's findings.where has them");
        return page.ToString();
    }
}
