using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.Reports.Redacting;

/// <summary>
/// The same report over many runs for people who may not see names: jobs, owners, teams, clusters and logs have stand-ins; every figure
/// stays.
/// </summary>
public static class FleetRedactor
{
    public static FleetReport Redact(FleetReport r)
    {
        var p = new Pseudonyms();
        // names first, sentences after: a sentence is cleaned of the names that are known by then
        var named = r with
        {
            Jobs = [.. r.Jobs.Select(j => j with { Name = p.App(j.Name)!, Owner = p.User(j.Owner)!, Team = p.Name(j.Team) })],
            Runs = [.. r.Runs.Select(x =>
                x with { Uri = p.Path(x.Uri)!, Name = p.App(x.Name)!, Job = p.App(x.Job)!, Owner = p.User(x.Owner)!, Team = p.Name(x.Team),
                AppId = RedactionGate.AppId(x.AppId),
                Reason = RedactionGate.Text(x.Reason) })],
            ByOwner = [.. r.ByOwner.Select(g => g with { Name = p.User(g.Name)! })],
            ByTeam = [.. r.ByTeam.Select(g => g with { Name = p.Name(g.Name)! })],
            Sessions = [.. r.Sessions.Select(s => s with { Uri = p.Path(s.Uri)!, Name = p.App(s.Name)!, Owner = p.User(s.Owner)! })],
            Connect = [.. r.Connect.Select(u => u with
            {
                User = p.User(u.User),
                Largest = [.. u.Largest.Select(s => s with { Uri = p.Path(s.Uri)!, Id = p.Name(s.Id)! })],
            })],
            Clusters = [.. r.Clusters.Select(c =>
                c with { Id = p.Name(c.Id)!,
                Shares = [.. c.Shares.Select(s => s with { Job = p.App(s.Job)!, Owner = p.User(s.Owner)! })] })],
            Unreadable = [.. r.Unreadable.Select(u => u with { Uri = p.Path(u.Uri)! })],
            Workflows = [.. r.Workflows.Select(w => Redact(w, p))],
            Yarn = r.Yarn is { } yarn ? yarn with
            {
                Doubts = [.. yarn.Doubts.Select(d => d with { Uri = p.Path(d.Uri)!, Job = p.App(d.Job)! })],
                TimeDoubts = [.. yarn.TimeDoubts.Select(d => d with { Uri = p.Path(d.Uri)!, Job = p.App(d.Job)! })],
            } : null,
            Commitments = r.Commitments is { } commitments ? commitments with
            {
                Offers = [.. commitments.Offers.Select(o => o with { Name = p.Name(o.Name)! })],
            } : null,
            Bill = BillRedactor.Redact(r.Bill, p),
            ClusterCosts = r.ClusterCosts is { } costs ? costs with
            {
                Clusters = [.. costs.Clusters.Select(c => c with { Id = p.Name(c.Id)! })],
                Notes = [.. costs.Notes.Select(n => p.Text(n)!)],
            } : null,
        };
        return named with
        {
            Change = r.Change is { } c ? c with
            {
                Jobs = [
                .. c.Jobs.Select(
                j => j with { Job = p.App(j.Job)!, Owner = p.User(j.Owner)!, What = [.. j.What.Select(w => p.Text(w)!)] })]
            } : null,
            Savings = [.. r.Savings.Select(
                s => s with { Job = p.App(s.Job)!, Owner = p.User(s.Owner)!, Action = p.Text(s.Action)!, RiskWhy = p.Text(s.RiskWhy)!,
                Setting = RedactionGate.SettingKey(s.Setting),
                Now = RedactionGate.Setting(s.Setting, s.Now), Proposed = RedactionGate.Setting(s.Setting, s.Proposed) })],
            Advice = r.Advice is { } advice ? advice with { Items = [.. advice.Items.Select(i => Redact(i, p))] } : null,
            FindingChanges = [.. r.FindingChanges.Select(f => f with { Job = p.App(f.Job)!, Owner = p.User(f.Owner)! })],
            OverBudget = [.. r.OverBudget.Select(o => o with { Job = p.App(o.Job)!, Owner = p.User(o.Owner)! })],
            UnusualDays = [.. r.UnusualDays.Select(d => d with { Job = p.App(d.Job)!, Owner = p.User(d.Owner)! })],
            Moves = [.. r.Moves.Select(m => m with { Id = p.Name(m.Id)!, Job = p.App(m.Job)! })],
            Unreadable = [.. named.Unreadable.Select(u => u with { Reason = p.Text(u.Reason)! })],
            Prices = r.Prices with { MissingWhy = [.. r.Prices.MissingWhy.Select(w => w with { Reason = p.Text(w.Reason)! })] },
            Scenarios = [.. r.Scenarios.Select(x => x with { Note = p.Text(x.Note) })],
            Notes = [.. r.Notes.Select(n => p.Text(n)!)],
        };
    }

    internal static FleetWorkflow Redact(FleetWorkflow w, Pseudonyms p) =>
        w with { Name = p.Name(w.Name)!, Runs = [.. w.Runs.Select(x => Redact(x, p))] };

    static FleetWorkflowRun Redact(FleetWorkflowRun run, Pseudonyms p) => run with
    {
        RunId = p.Name(run.RunId)!,
        Path = [.. run.Path.Select(s => s with { Uri = p.Path(s.Uri)!, Name = p.App(s.Name)!, Task = p.Name(s.Task) })],
    };

    internal static FleetAdvice Redact(FleetAdvice i, Pseudonyms p) => i with
    {
        Id = p.Name(i.Id)!,
        Job = p.App(i.Job)!,
        Owner = p.User(i.Owner)!,
        Setting = RedactionGate.SettingKey(i.Setting),
        Now = RedactionGate.Setting(i.Setting, i.Now),
        Proposed = RedactionGate.Setting(i.Setting, i.Proposed),
        AppliedValue = RedactionGate.Setting(i.Setting, i.AppliedValue),
        Outcome = i.Outcome is { } o ? o with { AlsoChanged = [.. o.AlsoChanged.Select(w => p.Text(w)!)] } : null,
    };
}
