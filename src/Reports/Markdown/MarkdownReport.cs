using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;
using static Rightsizer.Reports.Markdown.MarkdownText;

namespace Rightsizer.Reports.Markdown;

/// <summary>For a pull request or a chat: the same answers as the terminal, in tables that fold.</summary>
public sealed class MarkdownReport : IReportWriter
{
    const int LabelColumns = 100, PlacesShown = 5;

    public void Write(AnalysisResult result, TextWriter output)
    {
        output.NewLine = "\n";
        WriteIdentity(result, output);
        WriteVerdict(result, output);
        if (result.Streams is { } streams) WriteStreams(streams, output);
        if (result.Connect is { } connect) WriteConnect(connect, output);
        WriteFindings(result, output);
        if (result.Waterfall is { } waterfall) WriteWaterfall(waterfall, output);
        if (TimeParts.Largest(result) is { } largest) output.WriteLine($"{Escape(largest)}\n");
        if (result.WhatIf.Count > 0) WriteWhatIf(result.WhatIf, output);
        if (result.Headroom is { Refused: null } headroom) WriteHeadroom(headroom, output);
        WriteCost(result.Cost, output);
    }

    static void WriteIdentity(AnalysisResult result, TextWriter o)
    {
        var run = result.Run;
        var overview = RunOverview.Compute(run);
        o.WriteLine($"## {Escape(run.App.Name ?? "(unnamed application)")}");
        o.WriteLine();
        o.WriteLine($"{Code(run.App.Id ?? "no id")} · {Escape(Phrases.Engine(result))} · **{Phrases.RunTime(run)}** · "
            + $"{Escape(Phrases.Executors(run, overview))} · {LogWords.Quality(run)}  ");
        o.WriteLine($"{Escape(Phrases.Replay(result.Replay))} {Escape(Phrases.Sentence(Phrases.Price(result.Cost)))}  ");
        o.WriteLine($"{Phrases.Work(run, overview)}; {Phrases.CoresUsed(overview)}.");
        o.WriteLine();
        foreach (var doubt in run.Log.Doubts) o.WriteLine($"> ⚠ {Escape(doubt)}  ");
        if (run.Log.FirstMalformed is { } first) o.WriteLine($"> ⚠ first lost line: {Escape(first)}  ");
        if (result.OtherAttempts.Count > 0)
            o.WriteLine($"> Other attempts of this application: {string.Join(", ", result.OtherAttempts.Select(Code))}  ");
        if (run.Log.Doubts.Count > 0 || run.Log.FirstMalformed is not null || result.OtherAttempts.Count > 0) o.WriteLine();
    }

    static void WriteVerdict(AnalysisResult result, TextWriter o)
    {
        o.WriteLine($"**{Escape(result.Verdict.Sentence)}**\n");
        var block = SettingsBlock.Build(result);
        if (block.InCode.Count > 0) o.WriteLine($"{block.CodeTitle} {string.Join(", ", block.InCode.Select(Code))}\n");
        if (block.Conf.Count > 0) o.WriteLine($"{Escape(block.ConfTitle)}\n\n```\n{string.Join(" \\\n", block.Conf)}\n```\n");
    }

    static void WriteFindings(AnalysisResult result, TextWriter o)
    {
        o.WriteLine("### Findings");
        o.WriteLine();
        var number = 0;
        foreach (var f in result.Findings)
        {
            o.WriteLine($"{++number}. **{Phrases.SeverityWord(f.Severity)} {Escape(f.Kind)}** ({Escape(f.Id)}): {Escape(f.Title)}; "
                + $"{Escape(Phrases.Saves(f, result.Run))}  ");
            if (f.Where.Count > 0) o.WriteLine($"   {Places(f)}  ");
            o.WriteLine($"   {Escape(f.Cause)}  ");
            if (f.Evidence.Count > 0)
                o.WriteLine($"   *{string.Join(", ", f.Evidence.Select(e => Escape(Phrases.Evidence(e))))}; confidence "
                    + $"{f.Confidence.ToString().ToLowerInvariant()}*  ");
            foreach (var a in f.Advice) o.WriteLine($"   - {Advice(a)}");
            o.WriteLine();
        }
        if (number == 0) o.WriteLine(result.Detectors.Count == 0 ? "No detector ran.\n" : "Nothing found that is worth a change.\n");
        WriteOutcomes(result.Detectors, OutcomeKind.Clean, "Clean", o);
        WriteOutcomes(result.Detectors, OutcomeKind.NotApplicable, "Not applicable", o);
        WriteOutcomes(result.Detectors, OutcomeKind.Off, Phrases.TurnedOff, o);
        WriteOutcomes(result.Detectors, OutcomeKind.Failed, "Failed", o);
    }

    static string Advice(Advice a)
    {
        var change = a.Proposed is null
            ? Escape(a.Setting)
            : $"{(a.InCode ? "in the code: " : "")}{Code(a.Setting)}: {Code(Redaction.Value(a.Setting, a.Now) ?? "unset")} → "
                + $"{Code(Redaction.Value(a.Setting, a.Proposed))}";
        return $"{change}. {Escape(a.Why)}" + (a.MayCost is { } cost ? $" Trade-off: {Escape(cost)}" : "");
    }

    static string Places(Finding f)
    {
        var shown = f.Where.Take(PlacesShown)
            .Select(p => Escape(Phrases.Place(p with { Label = p.Label is { } l ? PlainText.Short(l, LabelColumns) : null })));
        return string.Join(", ", shown) + (f.Where.Count > PlacesShown ? $" and {f.Where.Count - PlacesShown} more" : "");
    }

    static void WriteOutcomes(IReadOnlyList<DetectorOutcome> detectors, OutcomeKind outcome, string word, TextWriter o)
    {
        var count = detectors.Count(d => d.Outcome == outcome);
        if (count > 0) o.WriteLine($"{word} ({count}): {Escape(Phrases.Detectors(detectors, outcome))}\n");
    }

    static void WriteConnect(ConnectReport connect, TextWriter o)
    {
        o.WriteLine("### Spark Connect");
        foreach (var u in connect.Users.Take(connect.Users.Count > 1 ? 5 : 0)) o.WriteLine($"- {Escape(ConnectPhrases.UserLine(u))}");
        foreach (var s in Text.ConnectLines.Largest(connect)) o.WriteLine($"- {Escape(ConnectPhrases.Session(s))}");
        foreach (var x in Text.ConnectLines.Longest(connect)) o.WriteLine($"- {Escape(ConnectPhrases.Operation(x))}");
        o.WriteLine();
    }

    static void WriteStreams(StreamReport streams, TextWriter o)
    {
        o.WriteLine("### Streams");
        foreach (var q in streams.Queries)
            o.WriteLine($"- {Escape(StreamPhrases.Batches(q))}" + (StreamPhrases.Rows(q) is { } rows ? $" {Escape(rows)}" : ""));
        o.WriteLine($"- {Escape(StreamPhrases.Cost(streams))}");
        o.WriteLine();
    }

    static void WriteWaterfall(Waterfall w, TextWriter o)
    {
        o.WriteLine("### Where the time went");
        o.WriteLine();
        o.WriteLine($"| {Quantity.Duration(w.TotalMs)} | | {Quantity.CoreTime(w.TotalCoreMs)} paid | |");
        o.WriteLine("|---|---:|---|---:|");
        for (var i = 0; i < Math.Max(w.Time.Count, w.CoreTime.Count); i++)
        {
            var time = i < w.Time.Count ? $"{Escape(Phrases.TimePart(w.Time[i].Name))} | {Quantity.Duration(w.Time[i].Ms)}" : " | ";
            var cores = i < w.CoreTime.Count
                ? $"{Escape(Phrases.TimePart(w.CoreTime[i].Name))} | {Quantity.CoreTime(w.CoreTime[i].Ms, w.TotalCoreMs)}" : " | ";
            o.WriteLine($"| {time} | {cores} |");
        }
        o.WriteLine();
    }

    static void WriteWhatIf(IReadOnlyList<WhatIfAnswer> answers, TextWriter o)
    {
        o.WriteLine("### What if");
        o.WriteLine();
        o.WriteLine("| with | time | 8 in 10 runs take | jobs alone | cost | how sure |");
        o.WriteLine("|---|---:|---:|---:|---:|---|");
        foreach (var a in answers)
        {
            o.WriteLine(a.Refused is { } why
                ? $"| {WhatIfWords.Shape(a)} | no number: {Escape(why)} | | | | |"
                : $"| {WhatIfWords.Shape(a)} | ~{Quantity.Duration(a.DurationMs)} | "
                + $"{WhatIfWords.Band(a.DurationP10Ms, a.DurationP90Ms)} | ~{Quantity.Duration(a.JobsMs)} | "
                + $"{Quantity.Usd(a.CostUsd, Ground.Simulated)} | {a.Tier} |");
        }
        o.WriteLine();
        foreach (var doubt in WhatIfWords.Doubts(answers)) o.WriteLine($"- {Escape(doubt)}");
        if (answers.Any(a => a.Doubts.Count > 0)) o.WriteLine();
    }

    static void WriteHeadroom(HeadroomAnswer headroom, TextWriter o)
    {
        o.WriteLine("### More input");
        o.WriteLine();
        foreach (var point in headroom.Points) o.WriteLine($"- {Escape(HeadroomWords.Point(point, headroom))}");
        o.WriteLine($"- {Escape(HeadroomWords.First(headroom))}");
        o.WriteLine($"- {Escape(HeadroomWords.Growth(headroom))}");
        o.WriteLine();
    }

    static void WriteCost(CostReport cost, TextWriter o)
    {
        o.WriteLine("### Cost");
        o.WriteLine();
        if (cost.Actual is null) o.WriteLine($"{Escape(Phrases.Sentence(Phrases.Price(cost)))}\n");
        var ledgers = (cost.Actual is { } actual ? [(actual, "**this run**: ")] : Array.Empty<(Ledger, string)>())
            .Concat(cost.Alternatives.Select(a => (a, ""))).ToList();
        if (ledgers.Count > 0)
        {
            o.WriteLine("| | run time | start-up | total | how known |");
            o.WriteLine("|---|---:|---:|---:|---|");
            foreach (var (l, lead) in ledgers)
                o.WriteLine($"| {lead}{Escape(l.Name)} | {Quantity.Duration(l.DurationMs)} | "
                    + $"{(lead.Length > 0 && l.StartUpMs == 0 ? "" : Phrases.PaidStartUp(l))} | {Phrases.Total(l)} | "
                    + $"{Quantity.Word(l.Ground)} |");
            o.WriteLine();
        }
        foreach (var (l, _) in ledgers) WriteLedger(l, o);
        var notes = Phrases.PriceTerms(cost).Concat(cost.Notes.Select(n => n.ToString())).ToList();
        foreach (var note in notes) o.WriteLine($"- {Escape(note)}");
        if (notes.Count > 0) o.WriteLine();
        WriteFold("Constants", cost.Constants.Select(c => c.ToString()), o);
        if (Phrases.Footnote(cost) is { } footnote) o.WriteLine(Escape(footnote) + "  ");
        o.WriteLine(Escape(Phrases.PriceBook(cost)));
    }

    static void WriteLedger(Ledger l, TextWriter o)
    {
        o.WriteLine($"<details><summary>{Html.HtmlText.Encode(l.Name.ToString())}: {Html.HtmlText.Encode(Phrases.Total(l))}</summary>");
        o.WriteLine();
        o.WriteLine("| | quantity | unit | unit price | amount | how known | source |");
        o.WriteLine("|---|---:|---|---:|---:|---|---|");
        foreach (var line in l.Lines)
        {
            o.WriteLine($"| {Escape(line.Name)} | {Quantity.Number(line.Quantity)} | {Escape(line.Unit)} | {UnitPrice(line)} | "
                + $"{Quantity.Usd(line.AmountUsd, line.Ground)} | {Quantity.Word(line.Ground)} | "
                + $"{Escape(line.Source)}{(line.Date is { } date ? ", " + Escape(date) : "")} |");
        }
        o.WriteLine();
        foreach (var note in Phrases.LedgerNotes(l)) o.WriteLine($"- {Escape(note)}");
        if (Phrases.LedgerNotes(l).Any()) o.WriteLine();
        o.WriteLine("</details>");
        o.WriteLine();
    }

    static string UnitPrice(LedgerLine line) => line.UnitPriceUsd is { } price ? "$" + Quantity.Number(price) : Quantity.Unknown;
}
