using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;
using static Rightsizer.Reports.Markdown.MarkdownText;

namespace Rightsizer.Reports.Sizing;

/// <summary>A migration study for a pull request or a chat.</summary>
public static class StudyMarkdown
{
    public static void Write(StudyResult s, TextWriter o)
    {
        o.NewLine = "\n";
        o.WriteLine("## Migration study");
        o.WriteLine();
        var answer = StudyWords.Answer(s);
        o.WriteLine($"{Escape(answer.Read)}.  ");
        o.WriteLine($"**{Escape(answer.Sentence)}**");
        o.WriteLine();
        foreach (var line in s.Advice) o.WriteLine($"- {Escape(line)}");
        if (s.Advice.Count > 0) o.WriteLine();
        if (s.Pilots.Count > 0)
        {
            o.WriteLine($"**{StudyWords.PilotHeading}**");
            o.WriteLine();
            foreach (var p in s.Pilots) o.WriteLine($"- {Escape(p.JobName)}: {Escape(StudyWords.Pilot(p))}");
            o.WriteLine();
            o.WriteLine(StudyWords.PilotRule);
            o.WriteLine();
        }
        o.WriteLine("| all jobs on | these runs | a year | peak | longest wait |");
        o.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var w in s.Ways)
            o.WriteLine($"| {Escape(w.Name)} | {Quantity.Usd(w.Usd, w.Ground)} | {SizingWords.Year(w.YearUsd)} | "
                + $"{Escape(StudyWords.Capacity(w))} | {Quantity.Duration(w.MaxWaitMs)} |");
        o.WriteLine();
        foreach (var note in StudyWords.Notes(s)) o.WriteLine($"- {Escape(note)}");
        o.WriteLine();
        o.WriteLine("### Assumptions");
        o.WriteLine();
        foreach (var a in s.Assumptions) o.WriteLine($"- {Escape(a)}");
        o.WriteLine();
        WriteFold("Constants", s.Constants.Select(c => c.ToString()), o);
        o.WriteLine($"### Job by job, $ a run\n\n| job | runs | {string.Join(" | ", StudyWords.Ways.Select(w => w.Heading))} | advice |");
        o.WriteLine($"|---|---:|{string.Concat(StudyWords.Ways.Select(_ => "---:|"))}---|");
        foreach (var j in StudyWords.ByCost(s))
            o.WriteLine($"| {Escape(j.Name)} | {Quantity.Count(j.Runs)} | "
                + $"{string.Join(" | ", StudyWords.Ways.Select(w => StudyWords.Cell(w.Cell(j))))} | {Escape(StudyWords.Advice(j))} |");
        o.WriteLine();
        foreach (var x in s.Obstacles) o.WriteLine($"- {Escape(x.Words)}");
        if (s.Obstacles.Count > 0) o.WriteLine();
        o.WriteLine($"<sub>{Escape(StudyWords.Cells)} "
            + $"{Escape(SizingWords.Prices(s.PriceBook, s.PriceDate, s.Region, s.RegionGround))}</sub>");
    }
}
