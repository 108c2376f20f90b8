using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.Reports.Redacting;

/// <summary>
/// The same site for people who may not see names: jobs, owners, teams and logs have stand-ins; every figure stays. Sentences of finding
/// cards, which quote the log, are left out.
/// </summary>
public static class SiteRedactor
{
    public static FleetSite Redact(FleetSite site)
    {
        var p = new Pseudonyms();
        var named = site with
        {
            Jobs = [.. site.Jobs.Select(j => j with
            {
                Name = p.App(j.Name)!,
                Owner = p.User(j.Owner)!,
                Team = p.Name(j.Team),
                Runs = [.. j.Runs.Select(r => r with { Uri = p.Path(r.Uri)!, Name = p.App(r.Name)! })],
            })],
        };
        return named with
        {
            Workflows = [.. site.Workflows.Select(w => w with { Workflow = FleetRedactor.Redact(w.Workflow, p) })],
            Jobs = [.. named.Jobs.Select(j => j with
            {
                Runs = [.. j.Runs.Select(Redact)],
                Advice = [.. j.Advice.Select(a => FleetRedactor.Redact(a, p))],
                Moves = [.. j.Moves.Select(m => m with { Id = p.Name(m.Id)!, Job = p.App(m.Job)! })],
            })],
        };
    }

    /// <summary>What the state keeps of a run, without its sentences, stage names, hosts and executors.</summary>
    public static RunDetail Redact(RunDetail detail) => detail with
    {
        Cards = [.. detail.Cards.Select(c => c with
        {
            Finding = c.Finding with
            {
                Cause = "",
                Where = [.. c.Finding.Where.Select(w => w with { Label = null, Host = null, ExecutorId = null })],
                Advice = [.. c.Finding.Advice.Select(Redact)],
            },
        })],
        Stages = [.. detail.Stages.Select(s => s with { Name = null })],
    };

    static SiteRun Redact(SiteRun r) => r with
    {
        AppId = RedactionGate.AppId(r.AppId),
        Reason = RedactionGate.Text(r.Reason),
        Findings = [.. r.Findings.Select(f => f with
        {
            Setting = RedactionGate.SettingKey(f.Setting),
            Now = RedactionGate.Setting(f.Setting, f.Now),
            Proposed = RedactionGate.Setting(f.Setting, f.Proposed),
        })],
    };

    static Advice Redact(Advice a) => a with
    {
        Setting = RedactionGate.SettingKey(a.Setting)!,
        Now = RedactionGate.Setting(a.Setting, a.Now),
        Proposed = RedactionGate.Setting(a.Setting, a.Proposed),
        Why = "",
        MayCost = null,
    };
}
