using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;
using static Rightsizer.Reports.Brief.BriefPage;

namespace Rightsizer.Reports.Brief;

/// <summary>What many runs cost in short: the sum, the waste, what changed, what to change.</summary>
public static class FleetBrief
{
    const int WasteShown = 6, SavingsShown = 6, JobsShown = 8, UnreadableShown = 3;

    public static string Compose(FleetReport r)
    {
        var page = new BriefPage("more: diagnose of a job's log; report --format json has every run");
        var t = r.Total;
        foreach (var worse in AdviceWords.Worse(r)) page.Add(Sentence(worse));
        page.Add($"period {r.Period.Since} to before {r.Period.UntilExcl}; logs {Number(r.Logs.Found)}, unreadable "
            + $"{Number(r.Logs.Unreadable)}");
        page.Add($"total: {Usd(t.Usd, t.Ground)} for runs with a price: {Number(t.PricedRuns)} of {Number(t.Runs)}; failed "
            + $"{Number(t.FailedRuns)}; "
            + $"core-ms paid {Number(t.PaidCoreMs)}, used {Number(t.UsedCoreMs)}");
        foreach (var why in r.Prices.MissingWhy.Take(UnreadableShown)) page.Add($"no price for runs: {Number(why.Runs)}, "
            + $"{Sentence(why.Reason)}");
        page.Add($"waste: {(t.WasteUsd is { } waste ? $"~{Number(waste)} USD, " : "")}{Number(t.WasteCoreMs)} core-ms; the parts do not "
            + "overlap");
        foreach (var w in r.Waste.Take(WasteShown))
            page.Add($"  {FleetWords.Waste(w.Kind)}: {Amount(w.Usd, w.CoreMs)}");
        if (r.Change is { } c)
        {
            page.Add($"change from {Amount(c.BeforeUsd, c.BeforeCoreMs)} to {Amount(c.NowUsd, c.NowCoreMs)}, because of: "
                + string.Join(", ", FleetMeasure.Choose(r).Moved(c.Causes)
                    .Select(x => $"{FleetWords.Cause(x.Cause)} {Amount(x.Usd, x.CoreMs)}")));
        }
        if (r.SavingsUsdAYear is { } year) page.Add($"savings, the largest of each job: ~{Number(year)} USD "
            + (r.Savings.Where(s => s.IsCounted).All(s => s.IsAYear) ? "a year" : "(some of this period alone)"));
        foreach (var s in r.Savings.Where(s => s.IsCounted).Take(SavingsShown))
            page.Add($"  job {Quote(s.Job)}: {Change(s)}; {(s.UsdAYear is { } usd ? $"~{Number(usd)} USD, " : "")}"
                + $"{Number(s.CoreHoursAYear)} core-hours {(s.IsAYear ? "a year" : "in this period")}, risk {FleetWords.Word(s.Risk)}");
        if (r.Advice is { } advice) page.Add($"advice so far: {AdviceWords.Summary(advice)}. {AdviceWords.HitRate(advice)}");
        foreach (var j in r.Jobs.Where(j => j.Total.Runs > 0).Take(JobsShown))
            page.Add($"job {Quote(j.Name)}, owner {Quote(j.Owner)}, runs {Number(j.Total.Runs)}: {Amount(j.Total.Usd, j.Total.PaidCoreMs)}"
                + (j.IsFailing ? ", its last run failed" : "") + Log(r, j));
        foreach (var u in r.Unreadable.Take(UnreadableShown)) page.Add($"unreadable {Quote(u.Uri)}: {Sentence(u.Reason)}");
        foreach (var note in r.Notes) page.Add(Sentence(note));
        return page.ToString();
    }

    static string Amount(decimal? usd, long coreMs) => (usd is { } u ? $"~{Number(u)} USD, " : "") + $"{Number(coreMs)} core-ms";

    static string Change(FleetSaving s) => s.Setting is { } setting && s.Proposed is { } proposed
        ? $"{Sentence(s.Action)}, set {setting} = {Sentence(Redaction.Value(setting, proposed))}" : Sentence(s.Action);

    /// <summary>The log of the job's longest run: what to diagnose next.</summary>
    static string Log(FleetReport r, FleetJob j) =>
        r.Runs.Where(x => x.Job == j.Name && x.Owner == j.Owner).MaxBy(x => x.WallMs) is { } run ? $"; longest run {LogQuote(run.Uri)}"
            : "";

    static string LogQuote(string uri) => Sentence(uri);
}
