using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Sizing;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Sizing;

/// <summary>The page of a migration study: ways and assumptions first, then a row a job, each of which opens to its sizing.</summary>
public static class StudyHtml
{
    static readonly (string, string)[] Links = [("verdict", "Verdict"), ("charts", "Charts"), ("ways", "All jobs"), ("jobs", "Job by job"),
        ("obstacles", "Obstacles"), ("sizings", "Each job"), ("leftout", "Not considered"), ("assumptions", "Assumptions")];

    public static void Write(StudyResult s, TextWriter output) =>
        HtmlPage.Write(output, "Migration study", Links, Verdict(s), Sections(s),
            HtmlFooter.Render("rightsizer size FOLDER", SizingWords.Prices(s.PriceBook, s.PriceDate, s.Region, s.RegionGround)));

    static Markup Verdict(StudyResult s)
    {
        var change = s.Jobs.Count(j => j.Sizing.Advice == SizingAdvice.Change);
        var cheapest = StudyWords.Cheapest(s);
        var known = s.Jobs.Count(StudyWords.IsTodayKnown);
        return new HtmlVerdict
        {
            Title = "Migration study",
            Who = $"{StudyWords.Size(s)} · {s.Region}",
            Sentence = StudyWords.Answer(s).Sentence,
            Below = Markup.Join(s.Advice.Select(a => Markup.Html($"<p>{PlainText.OneLine(a)}</p>\n"))),
            Tiles =
            [
                .. cheapest?.YearUsd is { } year
                    ? (HtmlTile[])[new("a year", SizingWords.Year(year), "at the pace of these logs", "simulated", "ways")] : [],
                known == 0 ? new("jobs to change", "not known", "today's cost is missing: --usd-per-hour or --cluster", "missing", "jobs")
                    : new("jobs to change", Quantity.Count(change), FormattableString.Invariant($"of {known} whose cost today is known"),
                        "simulated", "jobs"),
                new("obstacles", Quantity.Count(s.Obstacles.Count), "what a job needs and a platform lacks", "derived from the logs",
                    s.Obstacles.Count > 0 ? "obstacles" : null),
            ],
        }.ToMarkup();
    }

    static IEnumerable<Markup> Sections(StudyResult s)
    {
        var charts = StudyCharts.All(s);
        if (charts.Count > 0) yield return Markup.Html(
            $"<section id=\"charts\"><h2>What the jobs would cost</h2>\n{Markup.Join(charts.Select(SvgChart.Figure))}</section>\n");
        yield return Ways(s);
        yield return Markup.Html($"<section id=\"jobs\"><h2>Job by job</h2>\n{Jobs(s).ToMarkup()}</section>\n");
        if (s.Obstacles.Count > 0)
            yield return Markup.Html($"<section id=\"obstacles\"><h2>Obstacles</h2>\n{Obstacles(s).ToMarkup()}</section>\n");
        yield return Markup.Html(
            $"<section id=\"sizings\"><h2>Each job</h2>\n{Markup.Join(StudyWords.ByCost(s).Select(Sizing))}</section>\n");
        if (s.LeftOut.Count > 0)
            yield return Markup.Html($"<section id=\"leftout\"><h2>Not "
                + $"considered</h2>\n{SizeParts.List([.. s.LeftOut.Select(SizingWords.LeftOut)])}</section>\n");
        yield return Markup.Html($"""
            <section id="assumptions"><h2>Assumptions</h2>
            {SizeParts.List(s.Assumptions)}{CostSection.Constants(s.Constants)}<p class="note">{StudyWords.Cells} {SizingWords.Prices(s.PriceBook, s.PriceDate, s.Region, s.RegionGround)}</p>
            </section>

            """);
    }

    static Markup Ways(StudyResult s)
    {
        if (s.Ways.Count == 0) return Markup.Empty;
        var table = new HtmlTable("All jobs together", new("option", Wide: true),
            new("these runs", true, "over the span of the logs"), new("a year", true, "at the same pace"),
            new("peak", true, "at the same time at most"),
            new("mean wait", true, "what a run waited for room"), new("longest wait", true),
                new("used", true, "share of the paid capacity that runs used"));
        foreach (var w in s.Ways)
        {
            table.Add(HtmlCell.Text(w.Name), HtmlCell.Usd(w.Usd, w.Ground, w.Name.ToString()),
                new(Markup.Text(SizingWords.Year(w.YearUsd)), (double?)w.YearUsd, Quantity.Word(w.Ground)),
                new(Markup.Text(StudyWords.Capacity(w)), w.PeakCapacity),
                HtmlCell.Duration(w.MeanWaitMs), HtmlCell.Duration(w.MaxWaitMs),
                    new(Markup.Text(w.UsedRatio is { } u ? Quantity.Percent(u) : ""), w.UsedRatio));
        }
        return Markup.Html(
            $"<section id=\"ways\"><h2>All jobs together</h2>"
            + $"\n{table.ToMarkup()}{SizeParts.List(StudyWords.Notes(s))}</section>\n");
    }

    /// <summary>The ends of the Spot price open with the row.</summary>
    static IReadOnlyList<(string Heading, string Column, Func<StudyJob, StudyPrice?> Cell)> Shown { get; } =
        [.. StudyWords.Ways.Where(w => w.Column is not ("spot_low" or "spot_high"))];

    static HtmlTable Jobs(StudyResult s)
    {
        var columns = new List<HtmlColumn> { new("job", Wide: true), new("runs", true, "measured"),
            new("a week", true, "as given, else from the span of the logs"), new("advice") };
        columns.AddRange(Shown.Select(w => new HtmlColumn(w.Heading, true, "$ of one run at P50")));
        var table = new HtmlTable("One row per job, USD of one run", [.. columns]);
        foreach (var j in StudyWords.ByCost(s))
        {
            var cells = new List<HtmlCell> { HtmlCell.Text(j.Name), HtmlCell.Count(j.Runs),
                new(Markup.Text(StudyWords.RunsPerWeek(j)), (double?)j.RunsPerWeek), HtmlCell.Text(StudyWords.Advice(j)) };
            cells.AddRange(Shown.Select(w =>
                w.Cell(j) is { } c ? new HtmlCell(Markup.Text(StudyWords.Cell(c)), (double?)c.Usd,
                $"{Quantity.Word(c.Ground)}: {PlainText.OneLine(c.Name)}, {SizingWords.Time(c.TimeMs)}") : new HtmlCell(Markup.Text("-"))));
            var more = string.Join("; ", new[] { j.Pick is { } p ? $"recommended: {p.Name}" : null, j.SwitchPoint,
                j.SpotLow?.Usd is { } low && j.SpotHigh?.Usd is { } high
                ? $"Spot from ~{Quantity.Usd(low)} to ~{Quantity.Usd(high)}" : null, j.Sizing.Reason.ToString() }
                .Where(t => t is not null));
            table.AddRow(null, Markup.Html($"<p>{PlainText.OneLine(more)}</p>"), [.. cells]);
        }
        return table;
    }

    static HtmlTable Obstacles(StudyResult s)
    {
        var table = new HtmlTable(
            "What a job needs and a platform lacks", new("job", Wide: true), new("needs"), new("lacking on"), new("what to do",
                Wide: true));
        foreach (var o in s.Obstacles)
            table.Add(HtmlCell.Text(o.JobName), HtmlCell.Text(o.What), HtmlCell.Text(string.Join(", ", o.Platforms)),
                HtmlCell.Text(o.Words));
        return table;
    }

    static Markup Sizing(StudyJob j, int index) => Markup.Html($"""
        <details><summary><bdi>{PlainText.OneLine(j.Name)}</bdi>: {StudyWords.Advice(j)}{Recommended(j)}</summary>
        <p>{PlainText.OneLine(j.Sizing.Reason)}</p>
        {SizeHtml.Body(j.Sizing, FormattableString.Invariant($"j{index}-"))}</details>

        """);

    static string Recommended(StudyJob j) => j.Pick is { Usd: { } usd } p
        ? $" ({(StudyWords.IsTodayKnown(j) ? "" : "cheapest: ")}{PlainText.Short(p.Name.ToString(), 70)}, "
            + $"{Quantity.Usd(usd, p.Ground)} a run)" : "";
}
