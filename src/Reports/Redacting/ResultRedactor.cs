using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Reports.Redacting;

/// <summary>
/// The same result for people who may not see names: applications, users, hosts, paths, tables and SQL text have stand-ins; every figure
/// stays.
/// </summary>
public static class ResultRedactor
{
    public static AnalysisResult Redact(AnalysisResult result)
    {
        var p = new Pseudonyms();
        // names first, sentences after: a sentence is cleaned of the names that are known by then
        var run = RunNames.Redact(result.Run, p);
        return result with
        {
            Run = run with { Log = Log(run.Log, p) },
            Findings = [.. result.Findings.Select(f => Finding(f, p))],
            Detectors = [.. result.Detectors.Select(d => d with { Reason = p.Text(d.Reason) })],
            Cost = Cost(result.Cost, p),
            Replay = result.Replay is { } r ? r with { Refused = p.Text(r.Refused) } : null,
            Patch = result.Patch is { } patch ? patch with
            {
                Settings = [.. patch.Settings.Select(s => Setting(s, p))],
                LeftOut = [.. patch.LeftOut.Select(s => Setting(s, p))]
            } : null,
            OtherAttempts = [.. result.OtherAttempts.Select(o => p.Path(o)!)],
        };
    }

    static LogQuality Log(LogQuality log, Pseudonyms p) => log with
    {
        Path = p.Path(log.Path)!,
        FirstMalformed = p.Text(log.FirstMalformed),
        Doubts = [.. log.Doubts.Select(d => p.Text(d)!)],
    };

    static Finding Finding(Finding f, Pseudonyms p) => f with
    {
        Where = [.. f.Where.Select(w => w with { Host = p.Host(w.Host), Label = p.Text(w.Label) })],
        Cause = p.Text(f.Cause)!,
        Advice = [.. f.Advice.Select(a =>
            a with { Setting = p.Text(a.Setting)!, Now = p.Setting(a.Now), Proposed = p.Setting(a.Proposed), Why = p.Text(a.Why)!,
            MayCost = p.Text(a.MayCost) })],
    };

    static PatchSetting Setting(PatchSetting s, Pseudonyms p) =>
        s with { Now = p.Setting(s.Now), Value = p.Setting(s.Value)!, Why = p.Text(s.Why)!, MayCost = p.Text(s.MayCost) };

    static CostReport Cost(CostReport c, Pseudonyms p) => c with
    {
        Actual = c.Actual is { } a ? Ledger(a, p) : null,
        ActualMissing = p.Text(c.ActualMissing),
        Alternatives = [.. c.Alternatives.Select(l => Ledger(l, p))],
        Notes = [.. c.Notes.Select(n => p.Text(n)!)],
    };

    static Ledger Ledger(Ledger l, Pseudonyms p) => l with
    {
        Title = Words(l.Title, p),
        Shape = l.Shape is { } shape ? Words(shape, p) : default(DisplayText?),
        Lines = [.. l.Lines.Select(x => x with { Name = Words(x.Name, p), Source = p.KnownNames(x.Source)! })],
        Notes = [.. l.Notes.Select(n => Words(n, p))],
    };

    static DisplayText Words(DisplayText text, Pseudonyms p) => p.Text(text.ToString())!;
}
