using System.Text.Json;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Json;
using static Rightsizer.Reports.Brief.BriefPage;

namespace Rightsizer.Reports.Brief;

/// <summary>One stage attempt: its sums, and how its tasks are spread.</summary>
public static class StageBrief
{
    /// <summary>Kept short: what says the same as others, and what is seldom asked for.</summary>
    static readonly HashSet<string> Left = new(StringComparer.Ordinal)
    {
        "stageId", "attemptId", "status", "name", "description", "failureReason", "count", "schedulingPool", "numTasks",
            "resourceProfileId",
    };

    public static string Compose(AnalysisResult result, StageAttempt s)
    {
        var page = new BriefPage("more: finding ID, query N, what_if SHAPE");
        var view = new StageView(s);
        page.Add($"stage {Number(s.StageId)} attempt {Number(s.AttemptId)}, {view.Status}, {Quote(view.Name)}: {Number(view.NumTasks)} "
            + $"tasks"
            + (view.Description is { } what ? $", {Quote(what)}" : ""));
        if (view.FailureReason is { } why) page.Add("failed: " + Sentence(why));
        var queries = result.Run.SqlExecutions.Where(x => x.StageIds.Contains(s.StageId)).Select(x => Number(x.Id)).ToList();
        if (queries.Count > 0) page.Add("queries: " + string.Join(", ", queries.Take(10)));
        foreach (var f in result.Findings.Where(f => f.Where.Any(p => p.StageId == s.StageId && (p.StageAttemptId ?? 0) == s.AttemptId)))
            page.Add($"[{FindingIds.Find(result, f)}] {f.Kind}: {Sentence(f.Cause)}");
        var json = JsonReport.Element(view);
        AddSpread(page, json);
        page.Add("sums, zeros left out: " + string.Join(", ", Scalars(json)));
        return page.ToString();
    }

    /// <summary>Least, median, 95th percentile, most; metrics that are 0 in every task are left out.</summary>
    static void AddSpread(BriefPage page, JsonElement stage)
    {
        if (!stage.TryGetProperty("taskMetricsDistributions", out var d) || d.ValueKind != JsonValueKind.Object) return;
        page.Add("over tasks (min, median, p95, max), zeros left out; CPU and shuffle write times are ns:");
        foreach (var (name, values) in Lists(d, ""))
        {
            if (name == "quantiles" || values.GetArrayLength() != TaskDistributions.DefaultQuantiles.Count) continue;
            if (values[6].ValueKind != JsonValueKind.Number || values[6].GetDouble() == 0) continue;
            page.Add($"  {name}: {values[0]}, {values[3]}, {values[5]}, {values[6]}");
        }
    }

    static IEnumerable<(string Name, JsonElement Values)> Lists(JsonElement from, string path)
    {
        foreach (var p in from.EnumerateObject())
        {
            if (p.Value.ValueKind == JsonValueKind.Array) yield return (path + p.Name, p.Value);
            if (p.Value.ValueKind != JsonValueKind.Object) continue;
            foreach (var inner in Lists(p.Value, p.Name + ".")) yield return inner;
        }
    }

    static IEnumerable<string> Scalars(JsonElement stage) => stage.EnumerateObject()
        .Where(p => p.Value.ValueKind == JsonValueKind.Number && p.Value.GetDouble() != 0 && !Left.Contains(p.Name))
        .Select(p => $"{p.Name} {p.Value}");
}
