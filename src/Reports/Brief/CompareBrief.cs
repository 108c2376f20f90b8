using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Json;
using static Rightsizer.Reports.Brief.BriefPage;

namespace Rightsizer.Reports.Brief;

/// <summary>Two runs of the same job in short.</summary>
public static class CompareBrief
{
    const int SettingsShown = 10, StagesShown = 6;

    public static string Compose(RunComparison c)
    {
        var page = new BriefPage("more: diagnose of each log; compare --format json");
        page.Add("earlier: " + Run(c.Before));
        page.Add("later: " + Run(c.After));
        page.Add($"difference, later less earlier: {Number(c.DifferenceMs)} ms, "
            + $"{(c.DifferenceUsd is { } usd ? $"~{Number(usd)} USD" : "cost unknown")}");
        if (c.Refused is { } why) page.Add("causes not known: " + Sentence(why));
        foreach (var p in c.Parts.Where(p => p.Ground != Ground.Missing && (p.Ms is not (null or 0) || p.Usd is not (null or 0))))
            page.Add($"because of {JsonNames.CamelCase(p.Cause)}: {Number(p.Ms)} ms"
                + $"{(p.Usd is { } part ? $", ~{Number(part)} USD" : "")} ({JsonNames.CamelCase(p.Ground)}). {Sentence(p.Why)}");
        foreach (var note in c.Notes) page.Add(Sentence(note));
        foreach (var s in c.Settings.Take(SettingsShown))
            page.Add(Changed(s.Key, Setting(s.Key, s.Before), Setting(s.Key, s.After)));
        if (c.Settings.Count > SettingsShown) page.Add("and more settings");
        foreach (var m in c.Stages.Take(StagesShown))
            page.Add($"stage {Quote(m.After.Info.Name)}, {Number(m.Before.StageId)} then {Number(m.After.StageId)}: task time "
                + $"{Number(StageMatch.TaskMs(m.Before))} to {Number(StageMatch.TaskMs(m.After))} ms, read "
                + $"{Number(StageMatch.VolumeBytes(m.Before))} to {Number(StageMatch.VolumeBytes(m.After))} bytes");
        return page.ToString();
    }

    /// <summary>Long values that begin alike are shown from the word on in which they first differ.</summary>
    static string Changed(string key, string before, string after)
    {
        if (Quote(before) != Quote(after)) return $"setting {key}: {Quote(before)} to {Quote(after)}";
        var from = 1 + before.LastIndexOf(' ', Math.Min(before.AsSpan().CommonPrefixLength(after), before.Length - 1));
        return $"setting {key}, where it differs: {Quote(before[from..])} to {Quote(after[Math.Min(from, after.Length)..])}";
    }

    static string Setting(string key, string? value) => Redaction.Value(key, value) ?? "unset";

    static string Run(AnalysisResult r) =>
        $"{Quote(r.Run.App.Name)} {Quote(r.Run.App.Id)}, {Number(r.Run.ObservedMs)} ms, log {JsonNames.CamelCase(r.Run.Log.Grade)}, "
            + (r.Cost.Actual is { } actual ? Usd(actual.TotalUsd, actual.Ground) : "cost unknown")
            + (r.Findings.Count > 0 ? "; findings " + string.Join(", ", r.Findings.Select(f => f.Kind)) : "; no finding");
}
