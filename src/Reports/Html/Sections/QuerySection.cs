using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Charts.Run;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>The queries by task time, each as the tree of its plan.</summary>
static class QuerySection
{
    const int QueriesShown = 12, OpenAtFirst = 1, MostOperators = 60, DeepestIndent = 8, TextColumns = 160;

    /// <summary>A partition is named as skewed from so many times the median.</summary>
    const double SkewRatio = 3;

    /// <summary>
    /// A stage that joins reads several exchanges, and the log has only the sums of its tasks: they are said of an exchange that is
    /// nearly all of them.
    /// </summary>
    const double NearlyAll = 0.9;

    public static Markup Render(AnalysisResult result)
    {
        var run = result.Run;
        var byId = run.Stages.Where(s => s.WasExecuted).GroupBy(s => s.StageId).ToDictionary(g => g.Key, g => g.ToList());
        var total = byId.Values.Sum(g => g.Sum(TaskMs));
        if (total <= 0) return Markup.Empty;
        var queries = run.SqlExecutions.Where(q => q.Plan is not null && q.StageIds.Any(byId.ContainsKey))
            .Select(q => (Query: q, Ms: q.StageIds.Where(byId.ContainsKey).Sum(id => byId[id].Sum(TaskMs))))
            .Where(q => q.Ms > 0).OrderByDescending(q => q.Ms).ThenBy(q => q.Query.Id).ToList();
        if (queries.Count == 0) return Markup.Empty;
        var left = queries.Count - QueriesShown;
        var tables = new TableCommands(run);
        var note = left > 0 ? Markup.Html($"<p "
            + $"class=\"note\">{Quantity.Plural(left, "query with less task time", "queries with less task time")} not shown; --format "
            + $"json has them.</p>\n") : Markup.Empty;
        var shown = Markup.Join(queries.Take(QueriesShown)
            .Select((q, i) => Query(q.Query, q.Ms, total, byId, result, tables, i < OpenAtFirst)));
        return Markup.Html($"""
            <section id="queries"><h2>Queries by task time</h2>
            {shown}{note}</section>

            """);
    }

    static long TaskMs(StageAttempt s) => StageTimes.TaskMs(s);

    static Markup Query(
        SqlExecution q, long ms, long total, Dictionary<int, List<StageAttempt>> byId, AnalysisResult result, TableCommands tables,
        bool open)
    {
        var stages = q.StageIds.Where(byId.ContainsKey).SelectMany(id => byId[id]).ToList();
        var operators = PlanOperator.List(q, stages);
        var badges = QueryBadges.Place(operators, result.Findings);
        var rows = Markup.Join(operators.Take(MostOperators).Select(o => Row(o, badges[o], total, byId, result)));
        var name = PlainText.Short(tables.NameOf(q) ?? "no description", 100);
        var failed = q.ErrorMessage is { Length: > 0 } e ? Markup.Html($" <span class=\"badge critical\">failed</span>") : Markup.Empty;
        var cut = operators.Count > MostOperators ? Markup.Html($"<p "
            + $"class=\"note\">{Quantity.Plural(operators.Count - MostOperators, "more operator")} in --format json.</p>\n") : Markup.Empty;
        return Markup.Html($"""
            <details class="print-on"{Markup.Trusted(open ? " open" : "")} id="query-{q.Id}"><summary><strong>Query {q.Id}</strong>: <bdi>{name}</bdi>, {Quantity.Percent((double)ms / total)} of the run's task time, {Quantity.Duration(q.DurationMs)}{failed}</summary>
            <div class="wrap"><table class="tree"><thead><tr><th scope="col">operator</th><th scope="col" class="n">of the run's task time</th><th scope="col"><span class="soft">share</span></th><th scope="col">what it did</th><th scope="col" class="n">stage</th></tr></thead><tbody>
            {rows}</tbody></table></div>
            {cut}</details>

            """);
    }

    static Markup Row(PlanOperator o, IReadOnlyList<Analyzer.Detectors.Finding> findings, long total,
        Dictionary<int, List<StageAttempt>> byId, AnalysisResult result)
    {
        var stages = o.TopOf.Where(byId.ContainsKey).SelectMany(id => byId[id]).ToList();
        var share = stages.Count > 0 ? (double)stages.Sum(TaskMs) / total : (double?)null;
        var badges = Markup.Join(findings.Select(f =>
            Markup.Html($" <a class=\"badge {f.Severity.ToString().ToLowerInvariant()}\" href=\"#{f.Id}\">{f.Kind}</a>")));
        var hot = findings.Any(f => f.Severity == Analyzer.Detectors.Severity.Critical) ? " hot" : "";
        var bar = share is { } s ? Markup.Html($"<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
            + $"aria-hidden=\"true\"><rect class=\"h-{(hot.Length > 0 ? "problem" : "work")}\" width=\"{100 * s}\" "
            + $"height=\"10\"/></svg>") : Markup.Empty;
        var text = PlainText.Short(o.Text, TextColumns);
        return Markup.Html($"""
            <tr{Markup.Trusted(o.TopOf.Count > 0 ? " class=\"top\"" : "")}><td class="d{(long)Math.Min(o.Depth, DeepestIndent)}"><span class="op{Markup.Trusted(hot)}" title="{text}">{PlainText.Short(o.Name, 60)}</span>{badges}</td><td class="n">{(share is null ? "" : Quantity.Percent(share))}</td><td>{bar}</td><td>{Did(o, byId)}</td><td class="n">{StagesOf(o, byId, result)}</td></tr>

            """);
    }

    static string Did(PlanOperator o, Dictionary<int, List<StageAttempt>> byId)
    {
        var parts = new List<string>();
        if (o.Rows is { } rows) parts.Add(Quantity.Plural(rows, "row"));
        if (o.Bytes is > 0 and var bytes) parts.Add(Quantity.Bytes(bytes));
        if (o.SpilledBytes is > 0 and var spilled) parts.Add($"spilled {Quantity.Bytes(spilled)}");
        if (o.OwnMs is { } ms) parts.Add($"{o.OwnMsName} {Quantity.Duration(ms)}");
        var readers = o.ReaderIds.Where(byId.ContainsKey).SelectMany(id => byId[id]).ToList();
        if (readers.Count > 0)
        {
            var read = readers.SelectMany(s => Enumerable.Range(0, s.Tasks.Count).Select(r => (double)s.Tasks.ShuffleReadBytes(r)))
                .Where(b => b > 0).ToList();
            read.Sort();
            var isOfThis = o.Bytes is { } own && own >= NearlyAll * read.Sum();
            if (isOfThis && read.Count >= 4 && read[read.Count / 2] is > 0 and var median && read[^1] >= SkewRatio * median)
                parts.Add($"largest partition {Quantity.Bytes((long)read[^1])}, median {Quantity.Bytes((long)median)}");
        }
        return string.Join(", ", parts);
    }

    static Markup StagesOf(PlanOperator o, Dictionary<int, List<StageAttempt>> byId, AnalysisResult result)
    {
        Markup Ids(IReadOnlyList<int> ids) => Markup.Join(ids.Take(4).Select(id => byId.TryGetValue(id, out var of)
            && StageSection.IsListed(result.Run, of[^1])
            ? Markup.Html($"<a href=\"#{LanesChart.StageLink(of[^1])}\">{(long)id}</a>") : Markup.Html($"{(long)id}")), ", ");
        return o.ReaderIds.Count == 0 ? Ids(o.StageIds) : Markup.Html($"{Ids(o.StageIds)} → {Ids(o.ReaderIds)}");
    }
}
