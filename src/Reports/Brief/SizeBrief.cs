using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Json;
using Rightsizer.Reports.Sizing;
using static Rightsizer.Reports.Brief.BriefPage;

namespace Rightsizer.Reports.Brief;

/// <summary>The cluster to take in short, and the study of many jobs.</summary>
public static class SizeBrief
{
    const int Reasons = 3, JobsShown = 15;

    public static string Compose(SizingResult r)
    {
        var page = new BriefPage("more: size --format json has every ledger; size --emit terraform N writes option N down");
        page.Add($"job {Quote(r.JobName)}: advice {JsonNames.CamelCase(r.Advice)}. {Quote(r.Reason)}");
        page.Add($"prices: {r.PriceBook}, {r.Region} of {r.PriceDate}; times are P50 (P90) from submit to end, USD is P50 of one run");
        if (r.DeadlineMs is { } ms)
            page.Add($"time limit for 90 % of runs: {Number(ms)} ms" + (r.DeadlineGiven ? "" : ", derived from today's time"));
        if (r.Today is { } today) page.Add("today: " + Option(today));
        if (r.Pick is { IsToday: false } pick) page.Add("recommended: " + Option(pick));
        if (r.SavingUsd is { } saving)
            page.Add($"{(saving < 0 ? "costs more, " : "saves ")}~{Number(Math.Abs(saving))} USD a run"
                + (SizingWords.Likely(r) is null ? "" : $", probability {Number(r.SavingProbability)}")
                + (r.YearSavingUsd is { } year ? $", ~{Number(year)} USD a year" : ""));
        foreach (var run in r.Runs.Where(x => x.NotUsed is not null).Take(Reasons)) page.Add("not used: " + Sentence(run.NotUsed));
        foreach (var b in r.Binding) page.Add("decided by: " + Quote(b.Words));
        foreach (var o in r.Offers.Where(o => o.Rank > 0)) page.Add($"option {Number(o.Rank)}: {Option(o)}. {Quote(o.Why)}");
        foreach (var what in r.WhatWouldChange.Take(Reasons)) page.Add("would change it: " + Quote(what));
        foreach (var left in r.LeftOut.Take(Reasons)) page.Add($"left out: {Quote(left.What)}: {Quote(left.Why)}");
        return page.ToString();
    }

    public static string Compose(StudyResult r)
    {
        var page = new BriefPage("more: size with the logs of one job; size --format json");
        page.Add($"prices: {r.PriceBook}, {r.Region} of {r.PriceDate}; runs counted: {Number(r.RunsCounted)}");
        foreach (var way in r.Ways)
            page.Add($"all jobs, {way.Kind}: {Quote(way.Name)}: {Usd(way.Usd, way.Ground)}"
                + (way.YearUsd is { } year ? $", ~{Number(year)} USD a year" : ""));
        foreach (var advice in r.Advice) page.Add(Sentence(advice));
        foreach (var o in r.Obstacles.Take(Reasons)) page.Add("obstacle: " + Sentence(o.Words));
        foreach (var j in r.Jobs.OrderByDescending(j => j.Today?.Usd ?? 0).ThenBy(j => j.Name, StringComparer.Ordinal).Take(JobsShown))
            page.Add($"job {Quote(j.Name)}, runs {Number(j.Runs)}: today {Cell(j.Today)}; recommended {Cell(j.Pick)}");
        if (r.Jobs.Count > JobsShown) page.Add("and more jobs");
        return page.ToString();
    }

    static string Cell(StudyPrice? p) =>
        p is null ? "unknown" : $"{PlainText.OneLine(p.Name)}, {Usd(p.Usd, p.Ground)}, {Number(p.TimeMs?.P50)} ms";

    static string Option(SizingCandidate c) =>
        $"{Quote(c.Name)}, {c.Platform}: {Number(c.TimeMs?.P50)} ms ({Number(c.TimeMs?.P90)}), "
            + $"{(c.Usd is { } usd ? $"~{Number(usd.P50)} USD" : "cost unknown")}, {JsonNames.CamelCase(c.Ground)}"
            + (c.Tier is { } tier ? $", sure: {Phrases.HowSure(tier)}" : "");
}
