using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Fleet;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>The page over many runs: total, change, waste and savings first, then everything to ask further.</summary>
public static class FleetHtml
{
    static readonly (string, string)[] Links = [("verdict", "Verdict"), ("charts", "Change"), ("savings", "What to do"), ("waste",
        "Waste"), ("jobs", "Jobs"),
        ("owners", "Owners"), ("runs", "Runs"), ("trust", "How known")];

    public static void Write(FleetReport report, TextWriter output) =>
        HtmlPage.Write(output, "Spark cost, " + FleetWords.Period(report.Period), Links, Verdict(report, FleetMeasure.Choose(report)),
            Sections(report),
            HtmlFooter.Render("rightsizer report SOURCE...", FleetWords.Prices(report)));

    static IEnumerable<Markup> Sections(FleetReport r)
    {
        var m = FleetMeasure.Choose(r);
        var (change, days, weeks) = (FleetCharts.Change(r), DaysChart.All(r), FleetCharts.Weeks(r));
        if (change is not null || days.Count > 0)
            yield return Markup.Html($"<section id=\"charts\"><h2>What it cost, and what changed</h2>\n{Figure(change)}"
                + $"{HtmlChoice.Render("Stacked by", [.. days.Select(d => (FleetWords.Word(d.By), d.Chart))])}</section>\n\n");
        yield return FleetPrint.Summary(r, m);
        if (weeks is not null)
            yield return Markup.Html($"<section id=\"weeks\"><h2>The weeks before</h2>\n{SvgChart.Figure(weeks)}</section>\n\n");
        yield return BillSection.Costs(r);
        yield return BillSection.Yarn(r);
        yield return BillSection.Render(r);
        yield return CommitmentSection.Render(r);
        yield return FleetFirst.Savings(r, m);
        yield return FleetAdviceSection.Findings(r, m);
        yield return FleetAdviceSection.Render(r);
        yield return FleetAdviceSection.Moves(r);
        yield return FleetFirst.Failing(r, m);
        yield return CostPartSection.Render(r);
        yield return FleetFirst.Waste(r, m);
        yield return FleetFirst.Change(r, m);
        ChartModel?[] groups = [FleetCharts.Groups(r, "owner", r.ByOwner), FleetCharts.Groups(r, "platform", r.ByPlatform)];
        if (groups.Any(g => g is not null))
            yield return Markup.Html($"<section id=\"groups\"><h2>Who and where</h2>\n<div "
                + $"class=\"pair\">{Markup.Join(groups.OfType<ChartModel>().Select(SvgChart.Figure))}</div></section>\n\n");
        yield return FleetTables.Jobs(r, m);
        yield return WorkflowSection.Render(r);
        yield return FleetTables.Groups("owners", "By owner", "owner", r.ByOwner, m);
        yield return FleetTables.Groups("teams", "By team", "team", r.ByTeam, m);
        yield return FleetTables.Groups("platforms", "By platform", "platform", r.ByPlatform, m);
        yield return FleetTables.Groups("days", "By day", "day (UTC)", r.ByDay, m);
        yield return FleetOther.Scenarios(r);
        yield return FleetOther.Arrivals(r);
        yield return FleetOther.Sessions(r, m);
        yield return FleetOther.Clusters(r, m);
        yield return FleetTables.Runs(r, m);
        yield return FleetOther.Trust(r);
        yield return ExplanationSection.Render(
            r.Savings.Select(s => s.Kind).Concat(r.Waste.Select(w => w.Kind)).Concat(r.Runs.SelectMany(x => x.Findings)).Distinct());
    }

    static Markup Figure(ChartModel? chart) => chart is null ? Markup.Empty : SvgChart.Figure(chart);

    static Markup Verdict(FleetReport r, FleetMeasure m)
    {
        var (answer, best) = (FleetAnswer.Compose(r), FleetAnswer.First(r));
        return new HtmlVerdict
        {
            Title = "Spark cost, " + FleetWords.Period(r.Period),
            Who = FleetWords.Logs(r.Logs) + " · " + FleetWords.Prices(r),
            Tone = r.Change is { } c && FleetAnswer.Grew(c, r) > 0.05 ? VerdictTone.Bad : VerdictTone.Plain,
            Sentence = answer.Sentence,
            Below = best is null ? Markup.Html($"{FleetAdviceSection.Worse(r)}{Nothing(r)}")
                : Markup.Html($"{FleetAdviceSection.Worse(r)}{ToDo(best, m)}"),
            Copy = answer.Paste.Count > 0 ? string.Join(" \\\n", answer.Paste) : null,
            Tiles =
            [
                new(m.Heading.ToLowerInvariant(), m.Amount(r.Total), FleetWords.Period(r.Period) + FleetWords.Budget(r),
                    $"{Quantity.Word(r.Total.Ground)}: the weakest of {r.Total.PricedRuns} priced runs; see how this is known", "trust"),
                new("waste", m.Waste(r.Total), m.WasteShare(r.Total) + " of it",
                    "derived: paid core time that did no work, by a stated rule for each kind", "waste"),
                new("could be saved where it runs", FleetAnswer.Saved(r), "the best of each job that still runs",
                    "simulated or assumed, as each line says", "savings"),
                new("runs", Quantity.Count(r.Total.Runs),
                    $"{Quantity.Count(r.Total.FailedRuns)} failed, {Quantity.Count(r.Total.UnfinishedRuns)} unfinished, "
                    + $"{Quantity.Count(r.Jobs.Count(j => j.Total.Runs > 0))} jobs", "measured: applications whose log was read", "runs"),
            ],
        }.ToMarkup();
    }

    static Markup Nothing(FleetReport r) =>
        FleetAnswer.Nothing(r) is { } words ? Markup.Html($"<p>{PlainText.OneLine(words)}</p>\n") : Markup.Empty;

    static Markup ToDo(FleetSaving best, FleetMeasure m) =>
        Markup.Html($"<p>Do first: {PlainText.OneLine(FleetWords.Action(best))}, in {HtmlCell.Name(best.Job)} "
            + $"({HtmlCell.Name(best.Owner)}): saves {m.Saving(best)}. <span "
            + $"class=\"pill\">{Quantity.Word(best.Ground)}</span></p>\n");
}
