using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>
/// What completes the first printed sheet under the verdict and the charts: what to do and which jobs fail, in short. All else begins on
/// the next sheet. The screen has the tables at once and shows none of it.
/// </summary>
static class FleetPrint
{
    const int ToDoShown = 5, FailingShown = 4, JobColumns = 40, OwnerColumns = 20, ActionColumns = 110, ReasonColumns = 110;

    public static Markup Summary(FleetReport r, FleetMeasure m) => Markup.Html($"""
        <section class="in-print sheet"><div>
        {ToDo(r, m)}{Failing(r)}</div><p class="note">The following sheets are the appendix: each table has its first 20 rows.</p></section>

        """);

    static Markup ToDo(FleetReport r, FleetMeasure m)
    {
        var todo = FleetAnswer.ToDo(r).Where(s => s.IsCounted).ToList();
        if (todo.Count == 0) return Markup.Empty;
        var lines = todo.Take(ToDoShown).Select(s => Markup.Html($"<li><b>{PlainText.Short(s.Job, JobColumns)}</b> "
            + $"({PlainText.Short(s.Owner, OwnerColumns)}): {PlainText.Short(FleetWords.Action(s), ActionColumns)}. "
            + $"Saves {m.Saving(s)}.</li>"));
        return List("What to do first", lines, todo.Count - ToDoShown);
    }

    static Markup Failing(FleetReport r)
    {
        var failing = FleetAnswer.Failing(r);
        if (failing.Count == 0) return Markup.Empty;
        var lines = failing.Take(FailingShown).Select(f => Markup.Html($"<li><b>{PlainText.Short(f.Job.Name, JobColumns)}</b> "
            + $"({Quantity.Count(f.Job.Total.FailedRuns)} of {FleetWords.Runs(f.Job.Total.Runs)}): "
            + $"{PlainText.Short(f.Reason ?? FleetWords.NoError, ReasonColumns)}</li>"));
        return List("Jobs whose latest run failed", lines, failing.Count - FailingShown);
    }

    static Markup List(string title, IEnumerable<Markup> lines, int more) => Markup.Html($"<div><h3>{title}</h3>\n<ul>{Markup.Join(lines)}"
        + $"{(more > 0 ? Markup.Html($"<li>and {Quantity.Count(more)} more</li>") : Markup.Empty)}</ul></div>\n");
}
