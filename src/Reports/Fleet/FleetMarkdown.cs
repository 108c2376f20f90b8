using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Markdown;

namespace Rightsizer.Reports.Fleet;

/// <summary>The report over many runs for a chat or a pull request.</summary>
public static class FleetMarkdown
{
    const int Listed = 15;

    public static void Write(FleetReport r, TextWriter output)
    {
        var text = new StringBuilder();
        var t = r.Total;
        var measure = FleetMeasure.Choose(r);
        text.Append($"## Spark, {FleetWords.Period(r.Period)}: {measure.Amount(t)}\n\n");
        foreach (var worse in AdviceWords.Worse(r)) text.Append($"**{MarkdownText.Escape(worse)}**\n\n");
        var answer = FleetAnswer.Compose(r);
        text.Append($"**{MarkdownText.Escape(answer.Sentence)}**\n\n");
        if (answer.Next is { } next) text.Append($"{MarkdownText.Escape(next)}\n\n");
        foreach (var line in answer.Paste) text.Append($"```\n{line}\n```\n\n");
        text.Append($"{FleetWords.Logs(r.Logs)}. {FleetWords.Runs(t.Runs)}, {Quantity.Count(t.FailedRuns)} failed, "
            + $"{FleetWords.CoreHours(t.PaidCoreMs)}. {MarkdownText.Escape(FleetWords.Prices(r))}. How known: "
            + $"{FleetWords.Grounds(r)}.\n\n");
        foreach (var note in r.Notes) text.Append($"- {MarkdownText.Escape(note)}\n");
        if (r.Notes.Count > 0) text.Append('\n');
        if (r.ClusterCosts is { } costs) text.Append($"**{BillWords.Costs(costs)}**\n\n");
        if (r.Yarn is { } yarn)
        {
            text.Append($"**{YarnWords.Answer(yarn)}**\n\n");
            foreach (var doubt in YarnWords.Doubts(yarn)) text.Append($"- {MarkdownText.Escape(doubt)}\n");
            if (yarn.Doubts.Count + yarn.TimeDoubts.Count > 0) text.Append('\n');
        }
        if (r.Bill is { } bill) BillMarkdown.Write(text, bill);
        if (r.Commitments is { } commitments)
        {
            Table(text, CommitmentWords.Answer(commitments), CommitmentWords.Headings,
                commitments.Offers.Select(o => CommitmentWords.Row(o, commitments).Select(t => MarkdownText.Escape(t)).ToArray()));
            foreach (var sentence in CommitmentWords.Assumptions(commitments)) text.Append($"- {sentence}\n");
            text.Append('\n');
        }
        if (r.Change is { } c)
        {
            text.Append($"**Change {measure.Signed(c.NowUsd - c.BeforeUsd, c.NowCoreMs - c.BeforeCoreMs)}** since the time before "
                + $"{r.Period.NowSince}: ")
                .Append(measure.Causes(c.Causes)).Append('.');
            if (FleetWords.NotKnown(c) is { } note) text.Append(' ').Append(note);
            text.Append("\n\n");
        }
        if (r.CostParts.Count > 0)
        {
            Table(text, CostPartWords.Title, ["part", "cost", "share", ""], r.CostParts.Select(p => new[]
            {
                CostPartWords.Name(p), Quantity.Usd(p.Usd, t.Ground), CostPartWords.Share(p, r), CostPartWords.Basis(p),
            }));
        }
        if (r.Waste.Count > 0)
        {
            Table(text, $"Waste {measure.Waste(t)} ({measure.WasteShare(t)})", ["cause", "cost", "share", "runs"],
                r.Waste.Select(w =>
                    new[] { FleetWords.Waste(w.Kind), measure.Amount(w.Usd, w.CoreMs, t.Ground),
                        measure.Share(w.Usd, t.Usd, w.CoreMs, t.PaidCoreMs),
                        Quantity.Count(w.Runs) }));
        }
        if (r.Savings.Count > 0)
        {
            Table(text, $"What to change: {FleetAnswer.Saved(r)}", ["job", "what", "saves", "effort", "risk"],
                FleetAnswer.ToDo(r).Where(s => s.IsCounted).Take(Listed)
                    .Select(s => new[] { MarkdownText.Escape(PlainText.Short(s.Job, 60)), MarkdownText.Escape(FleetWords.Action(s)),
                    measure.Saving(s), FleetWords.Word(s.Effort), $"{FleetWords.Word(s.Risk)}: {s.RiskWhy}" }));
        }
        if (r.RanksByUsd && FleetWords.RiskySavings(r) is { } risky) text.Append($"{risky}\n\n");
        foreach (var o in r.OverBudget.Take(Listed)) text.Append($"- {MarkdownText.Escape(FindingWords.OverBudget(o))}\n");
        if (r.OverBudget.Count > 0) text.Append('\n');
        if (r.FindingChanges.Count > 0)
        {
            text.Append("### Findings that are new, worse or gone\n\n");
            foreach (var f in r.FindingChanges.Take(Listed)) text.Append($"- {MarkdownText.Escape(FindingWords.Change(f))}\n");
            text.Append('\n');
        }
        foreach (var d in r.UnusualDays.Take(Listed)) text.Append($"- {MarkdownText.Escape(FindingWords.Unusual(d, measure))}\n");
        if (r.UnusualDays.Count > 0) text.Append('\n');
        if (r.Advice is { } advice)
        {
            Table(text, "Advice that was given: " + AdviceWords.Summary(advice),
                ["job", "advice", "what became of it", "promised a run", "realised a run", "verdict"],
                advice.Items.Take(Listed).Select(i => new[] { MarkdownText.Escape(PlainText.Short(i.Job, 60)),
                MarkdownText.Escape(AdviceWords.What(i)), AdviceWords.Status(i), AdviceWords.Promise(i), AdviceWords.Realised(i),
                AdviceWords.Verdict(i) }));
            if (AdviceWords.HitRate(advice) is { } rate) text.Append($"{rate}\n\n");
        }
        if (r.Moves.Count > 0)
        {
            Table(text, "Moves that size --state chose: " + MoveWords.Summary(r.Moves), ["job", "what became of it"],
                r.Moves.Take(Listed).Select(m =>
                new[] { MarkdownText.Escape(PlainText.Short(m.Job, 60)), MarkdownText.Escape(MoveWords.Sentence(m)) }));
        }
        Table(text, "Jobs", ["job", "owner", "runs", "cost", "change", "waste"], r.Jobs.Take(Listed).Select(j => new[]
        {
            MarkdownText.Escape(PlainText.Short(j.Name, 60)) + (j.IsFailing ? " **failing**" : "")
                + (j.Trend == JobTrend.New ? " *new*" : j.Trend == JobTrend.Gone ? " *gone*" : ""),
                MarkdownText.Escape(PlainText.Short(j.Owner, 40)),
            Quantity.Count(j.Total.Runs), j.Total.Runs == 0 ? "" : measure.Amount(j.Total),
                r.Change is null ? "" : measure.Signed(j.ChangeUsd, j.ChangeCoreMs ?? 0),
            j.Total.Runs == 0 ? "" : measure.WasteShare(j.Total),
        }));
        if (r.Workflows.Count > 0)
        {
            Table(text, "Workflows", ["workflow", "orchestrator", "runs", "cost a run", "typical time", "critical path of the newest run"],
                r.Workflows.Take(Listed).Select(w => new[] { MarkdownText.Escape(PlainText.Short(w.Name, 60)), WorkflowWords.System(w),
                Quantity.Count(w.Runs.Count), WorkflowWords.UsdARun(w, r), WorkflowWords.Wall(w),
                w.Runs.Count == 0 ? "" : MarkdownText.Escape(WorkflowWords.Path(w.Runs[0])) }));
        }
        foreach (var (title, groups) in new[] { ("By team", r.ByTeam), ("By owner", r.ByOwner), ("By platform", r.ByPlatform) })
        {
            if (groups.Count < 2) continue;
            Table(text, title, ["", "runs", "failed", "cost", "waste"],
                groups.Take(Listed).Select(g =>
                new[] { MarkdownText.Escape(PlainText.Short(g.Name, 60)), Quantity.Count(g.Total.Runs), Quantity.Count(g.Total.FailedRuns),
                measure.Amount(g.Total), measure.WasteShare(g.Total) }));
        }
        if (r.Scenarios.Count > 0)
        {
            Table(text, "The same runs priced otherwise", ["", "cost", "as they ran", "runs", "not in it"],
                r.Scenarios.Select(s =>
                    new[] { MarkdownText.Escape(s.Name), Quantity.Usd(s.Usd, s.Ground), Quantity.Usd(s.ActualUsd, s.ActualGround),
                        Quantity.Count(s.Runs),
                    Quantity.Count(s.MissingRuns) }));
        }
        if (r.Unreadable.Count > 0)
            Table(text, "Not read", ["log", "why"],
                r.Unreadable.Take(Listed).Select(u => new[] { MarkdownText.Escape(u.Uri), MarkdownText.Escape(u.Reason) }));
        output.Write(text.ToString());
        output.NewLine = "\n";
        MarkdownText.WriteFold("Constants", r.Constants.Select(c => c.ToString()), output);
    }

    static void Table(StringBuilder text, string title, string[] headings, IEnumerable<string[]> rows)
    {
        text.Append($"### {title}\n\n| {string.Join(" | ", headings)} |\n|{string.Concat(headings.Select(_ => "---|"))}\n");
        foreach (var row in rows) text.Append($"| {string.Join(" | ", row)} |\n");
        text.Append('\n');
    }
}
