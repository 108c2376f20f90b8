using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>The run at other shapes, with the band in which four of five runs end.</summary>
static class WhatIfLines
{
    public static void Add(TextPage page, IReadOnlyList<WhatIfAnswer> answers)
    {
        var table = new TextTable(
            "What if", "time", "8 in 10 runs take", "jobs alone", "cost", "how sure")
        { RightAligned = new HashSet<int> { 1, 2, 3, 4 } };
        foreach (var a in answers)
        {
            if (a.Refused is null)
            {
                table.Add(TextStyle.Plain, WhatIfWords.Shape(a), "~" + Quantity.Duration(a.DurationMs),
                    WhatIfWords.Band(a.DurationP10Ms, a.DurationP90Ms),
                    "~" + Quantity.Duration(a.JobsMs), Quantity.Usd(a.CostUsd, Analyzer.Ground.Simulated), Phrases.HowSure(a.Tier));
            }
        }
        table.AddTo(page);
        foreach (var a in answers.Where(a => a.Refused is not null))
        {
            page.Paragraph($"{WhatIfWords.Shape(a)}: not predicted, {PlainText.OneLine(a.Refused)}", 2, "", TextStyle.Warning);
        }
        foreach (var doubt in WhatIfWords.Doubts(answers)) page.Paragraph(PlainText.OneLine(doubt), 2, "");
    }
}
