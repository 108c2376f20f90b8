using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>The run at the shapes that were asked for.</summary>
static class WhatIfSection
{
    public static Markup Render(IReadOnlyList<WhatIfAnswer> answers)
    {
        if (answers.Count == 0) return Markup.Empty;
        const string Simulated = "simulated: the run replayed with these executors";
        var table = new HtmlTable(
            "The same run with other executors", new("executors", Wide: true), new("time", true, Simulated),
            new("80 % of runs", true, Simulated),
            new("jobs alone", true, Simulated), new("cost", true, Simulated),
                new("tier", false, "how far the prediction may be trusted, A first"));
        foreach (var a in answers)
        {
            table.Add(HtmlCell.Text(WhatIfWords.Shape(a)),
                a.Refused is null ? new(Markup.Text("~" + Quantity.Duration(a.DurationMs)), a.DurationMs)
                    : new(Markup.Text("refused: " + PlainText.OneLine(a.Refused))),
                new(Markup.Text(WhatIfWords.Band(a.DurationP10Ms, a.DurationP90Ms)), a.DurationP90Ms),
                    new(Markup.Text(a.JobsMs is null ? Quantity.Unknown : "~" + Quantity.Duration(a.JobsMs)), a.JobsMs),
                HtmlCell.Usd(a.CostUsd, Ground.Simulated, "the replayed time at the run's price"), HtmlCell.Text(a.Tier));
        }
        var doubts = Markup.Join(WhatIfWords.Doubts(answers).Select(d => Markup.Html($"<p class=\"note\">{PlainText.OneLine(d)}</p>\n")));
        return Markup.Html($"<section id=\"what-if\"><h2>What if</h2>\n{table.ToMarkup()}{doubts}</section>\n");
    }
}
