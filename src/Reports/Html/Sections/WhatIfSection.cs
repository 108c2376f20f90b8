using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Run;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>The run with fewer and more executors, and with those that were asked for.</summary>
static class WhatIfSection
{
    const string Simulated = "simulated: the run with these executors";

    public static Markup Render(AnalysisResult result)
    {
        var sweep = Sweep(result.Sweep);
        var asked = Asked(result.WhatIf);
        var more = MoreInput(result.Headroom);
        var executors = sweep.ToString().Length + asked.ToString().Length == 0 ? Markup.Empty
            : Markup.Html($"<section id=\"what-if\"><h2>What if it had other executors?</h2>\n{sweep}{asked}</section>\n\n");
        return Markup.Html($"{executors}{more}");
    }

    static Markup MoreInput(HeadroomAnswer? headroom)
    {
        if (headroom is null) return Markup.Empty;
        IEnumerable<string> lines = headroom.Refused is { } why ? [$"Not predicted: {why}."]
            : [.. headroom.Points.Select(p => HeadroomWords.Point(p, headroom)), HeadroomWords.First(headroom),
                .. headroom.Breaks.Skip(1).Select(b => HeadroomWords.Break(b, headroom, "Then")), HeadroomWords.Growth(headroom)];
        var text = Markup.Join(lines.Select(l => Markup.Html($"<p class=\"note\">{PlainText.OneLine(l)}</p>\n")));
        return Markup.Html($"<section id=\"more-input\"><h2>What if it had more input?</h2>\n{text}</section>\n\n");
    }

    static Markup Sweep(ExecutorSweep? sweep)
    {
        if (sweep is null) return Markup.Empty;
        if (sweep.Refused is { } why) return Markup.Html($"<p class=\"note\">Not predicted: {PlainText.OneLine(why)}.</p>\n");
        var table = new HtmlTable($"Executors of {Quantity.Plural(sweep.CoresPerExecutor, "core")}",
            new("executors", true, "the number that was simulated"), new("time", true, Simulated),
            new("8 in 10 runs take", true, Simulated),
            new("cost", true, "simulated: the core time at this run's price of it"), new("against this run", true, Simulated),
            new("how sure"));
        foreach (var p in sweep.Points)
        {
            var isToday = p.Executors == sweep.TodayExecutors && sweep.TodayMs is not null;
            var ms = isToday ? sweep.TodayMs : p.Answer.DurationMs;
            var usd = isToday ? sweep.TodayUsd ?? p.Answer.CostUsd : p.Answer.CostUsd;
            var change = sweep.TodayMs is > 0 and var today && ms is { } v ? (double)(v - today) / today : (double?)null;
            table.Add(new(Markup.Text($"{p.Executors}{(isToday ? " (this run)" : "")}"), p.Executors),
                new(Markup.Text((isToday ? "" : "~") + Quantity.Duration(ms)), ms),
                new(Markup.Text(isToday ? "" : WhatIfWords.Band(p.Answer.DurationP10Ms, p.Answer.DurationP90Ms)), p.Answer.DurationP90Ms),
                HtmlCell.Usd(usd, isToday ? Ground.Measured : Ground.Simulated, "the core time at this run's price of it"),
                new(Markup.Text(isToday ? "" : Quantity.Change(change)), change), HtmlCell.Text(isToday ? "measured"
                    : Phrases.HowSure(p.Answer.Tier)));
        }
        var chart = SweepChart.Build(sweep) is { } c ? SvgChart.Figure(c) : Markup.Empty;
        var lines = Markup.Join(WhatIfWords.Sweep(sweep, static _ => true)
            .Select(l => Markup.Html($"<p class=\"note\">{PlainText.OneLine(l)}</p>\n")));
        return Markup.Html($"{chart}{table.ToMarkup()}{lines}");
    }

    static Markup Asked(IReadOnlyList<WhatIfAnswer> answers)
    {
        if (answers.Count == 0) return Markup.Empty;
        var table = new HtmlTable("As asked with --what-if", new("executors", Wide: true), new("time", true, Simulated),
            new("8 in 10 runs take", true, Simulated),
            new("jobs alone", true, Simulated), new("cost", true, Simulated), new("how sure"));
        foreach (var a in answers)
        {
            table.Add(HtmlCell.Text(WhatIfWords.Shape(a)),
                a.Refused is null ? new(Markup.Text("~" + Quantity.Duration(a.DurationMs)), a.DurationMs)
                    : new(Markup.Text("not predicted: " + PlainText.OneLine(a.Refused))),
                new(Markup.Text(WhatIfWords.Band(a.DurationP10Ms, a.DurationP90Ms)), a.DurationP90Ms),
                new(Markup.Text(a.JobsMs is null ? Quantity.Unknown : "~" + Quantity.Duration(a.JobsMs)), a.JobsMs),
                HtmlCell.Usd(a.CostUsd, Ground.Simulated, "the simulated time at the run's price"), HtmlCell.Text(Phrases.HowSure(a.Tier)));
        }
        var doubts = Markup.Join(WhatIfWords.Doubts(answers).Select(d => Markup.Html($"<p class=\"note\">{PlainText.OneLine(d)}</p>\n")));
        return Markup.Html($"{table.ToMarkup()}{doubts}");
    }
}
