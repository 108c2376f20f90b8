using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;
using static Rightsizer.Reports.Brief.BriefPage;

namespace Rightsizer.Reports.Brief;

/// <summary>The queries of a run, and one query with its plan and what each node measured.</summary>
public static class QueryBrief
{
    const int Listed = 20, StagesShown = 30;

    /// <summary>The longest first.</summary>
    public static string List(AnalysisResult result)
    {
        var page = new BriefPage("more: query N");
        var all = result.Run.SqlExecutions;
        var tables = new TableCommands(result.Run);
        if (all.Count == 0) page.Add("no SQL execution in this run");
        foreach (var x in all.OrderByDescending(x => x.DurationMs ?? -1).ThenBy(x => x.Id).Take(Listed)) page.Add(Head(x, tables));
        if (all.Count > Listed) page.Add("and more, all of them shorter");
        return page.ToString();
    }

    public static string Compose(AnalysisResult result, SqlExecution x)
    {
        var page = new BriefPage("more: stage N, finding ID");
        page.Add(Head(x, new TableCommands(result.Run)));
        if (!string.IsNullOrEmpty(x.ErrorMessage)) page.Add("error: " + Sentence(x.ErrorMessage));
        if (x.StageIds.Count > 0)
            page.Add("stages: " + string.Join(", ", x.StageIds.Take(StagesShown).Select(s => Number(s)))
                + (x.StageIds.Count > StagesShown ? " and more" : ""));
        foreach (var f in result.Findings.Where(f => f.Where.Any(p => p.SqlExecutionId == x.Id)))
            page.Add($"[{FindingIds.Find(result, f)}] {f.Kind}: {Sentence(f.Cause)}");
        foreach (var w in x.Writes)
            page.Add($"writes {Quote(w.Command)} to {Quote(w.Table ?? w.Path)} as {Quote(w.Format)}");
        if (x.FilesWritten is { } files)
            page.Add($"written: {Number(files)} files, {Number(x.BytesWritten)} bytes, {Number(x.RowsWritten)} rows");
        AddPlan(page, x);
        return page.ToString();
    }

    static string Head(SqlExecution x, TableCommands tables) =>
        $"query {Number(x.Id)}, {x.Status}, {Number(x.DurationMs)} ms: {Quote(tables.NameOf(x) ?? x.Description)}";

    /// <summary>Parents before children, a deeper node further in.</summary>
    static void AddPlan(BriefPage page, SqlExecution x)
    {
        if (x.Plan is null) return;
        var metrics = new Dictionary<long, SqlMetric>();
        foreach (var m in x.Metrics) metrics.TryAdd(m.AccumulatorId, m);
        page.Add("plan, with what each node measured:");
        var stack = new Stack<(SparkPlanInfo Node, int Depth)>([(x.Plan, 1)]);
        while (stack.TryPop(out var at))
        {
            var measured = at.Node.Metrics.Select(m => metrics.GetValueOrDefault(m.AccumulatorId)).OfType<SqlMetric>()
                .Where(m => m.Sum > 0).Select(m => $"{PlainName(m)} {m.Sum.ToString(CultureInfo.InvariantCulture)}{Unit(m)}").ToList();
            if (!IsWrapper(at.Node))
                page.Add(new string(' ', Math.Min(at.Depth, 8)) + Quote(at.Node.NodeName) + (measured.Count > 0 ? ": " : "")
                    + string.Join(", ", measured));
            var depth = IsWrapper(at.Node) ? at.Depth : at.Depth + 1;
            for (var i = at.Node.Children.Count - 1; i >= 0; i--) stack.Push((at.Node.Children[i], depth));
        }
    }

    static bool IsWrapper(SparkPlanInfo n) =>
        n.NodeName is "InputAdapter" or "AQEShuffleRead" || n.NodeName.StartsWith("WholeStageCodegen", StringComparison.Ordinal);

    static string PlainName(SqlMetric m) => Quote(m.Name);

    static string Unit(SqlMetric m) => m.Type switch { "timing" => " ms", "nsTiming" => " ns", "size" => " bytes", _ => "" };
}
