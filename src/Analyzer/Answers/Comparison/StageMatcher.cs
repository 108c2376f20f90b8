using System.Text;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Answers.Comparison;

/// <summary>Finds the same work in two runs: by the plan of its SQL execution and its call site, then by less.</summary>
static partial class StageMatcher
{
    /// <summary>Nodes that come and go with adaptive execution and code generation, and say nothing of the work.</summary>
    static readonly HashSet<string> Wrappers =
    [
        "AdaptiveSparkPlan", "ShuffleQueryStage", "BroadcastQueryStage", "TableCacheQueryStage", "ResultQueryStage", "AQEShuffleRead",
            "CustomShuffleReader", "InputAdapter", "WholeStageCodegen", "ReusedExchange",
    ];

    /// <returns>The pairs in the order of the earlier run.</returns>
    public static List<StageMatch> Match(ApplicationRun before, ApplicationRun after)
    {
        List<Key> left = Keys(before), right = Keys(after);
        var pairs = new List<StageMatch>();
        Pair(MatchedBy.PlanAndCallSite, k => k.Plan.Length == 0 ? null : $"{k.CallSite}\n{k.Operators}\n{k.Plan}", always: true);
        Pair(MatchedBy.OperatorsAndCallSite, k => $"{k.CallSite}\n{k.Operators}", always: true);
        Pair(MatchedBy.Operators, k => k.Operators.Length == 0 ? null : k.Operators, always: false);
        Pair(MatchedBy.CallSite, k => k.CallSite, always: false);
        return [.. pairs.OrderBy(p => p.Before.StageId).ThenBy(p => p.Before.AttemptId)];

        // stages that look alike are paired in their order; where little is known, only if there are as many on both sides
        void Pair(MatchedBy by, Func<Key, string?> keyOf, bool always)
        {
            var groups = right.GroupBy(k => (keyOf(k), k.Stage.AttemptId)).ToDictionary(g => g.Key, g => g.ToList());
            foreach (var group in left.GroupBy(k => (keyOf(k), k.Stage.AttemptId)).ToList())
            {
                if (group.Key.Item1 is null || !groups.TryGetValue(group.Key, out var others) || (!always && others.Count != group.Count()))
                    continue;
                foreach (var (a, b) in group.Zip(others).ToList())
                {
                    pairs.Add(new(a.Stage, b.Stage, by));
                    left.Remove(a);
                    right.Remove(b);
                }
            }
        }
    }

    static List<Key> Keys(ApplicationRun run)
    {
        var executionOf = new Dictionary<int, long>();
        foreach (var job in run.Jobs)
        {
            if (job.SqlExecutionId is not { } id) continue;
            foreach (var stage in job.StageIds) executionOf.TryAdd(stage, id);
        }
        var plans = run.SqlExecutions.ToDictionary(x => x.Id, x => x.Plan is { } plan ? Shape(plan) : "");
        return [.. run.Stages.Where(s => s.Tasks.Count > 0).OrderBy(s => s.StageId).ThenBy(s => s.AttemptId).Select(s => new Key(
            s, s.Info.Name ?? "", Operators(s), executionOf.TryGetValue(s.StageId, out var id) ? plans.GetValueOrDefault(id, "") : ""))];
    }

    /// <summary>Names of the plan's nodes as a tree, without what is numbered anew in each run.</summary>
    static string Shape(SparkPlanInfo root)
    {
        var text = new StringBuilder();
        var todo = new Stack<SparkPlanInfo?>([root]);
        while (todo.TryPop(out var node))
        {
            if (node is null)
            {
                text.Append(')');
                continue;
            }
            if (Name(node.NodeName) is { } name)
            {
                text.Append(name).Append('(');
                todo.Push(null);
            }
            for (var i = node.Children.Count - 1; i >= 0; i--) todo.Push(node.Children[i]);
        }
        return text.ToString();
    }

    static string Operators(StageAttempt stage) => string.Join(' ', stage.Info.Rdds.Select(r => r.Scope).OfType<string>()
        .Select(s => ScopeName().Match(s) is { Success: true } m ? Name(m.Groups[1].Value) : Name(s)).OfType<string>().Distinct()
        .Order(StringComparer.Ordinal));

    static string? Name(string node)
    {
        var name = Numbered().Replace(node, "").Trim();
        return name.Length == 0 || Wrappers.Contains(name) ? null : name;
    }

    [GeneratedRegex("\"name\":\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex ScopeName();

    [GeneratedRegex(@"\s*\(\d+\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    sealed record Key(StageAttempt Stage, string CallSite, string Operators, string Plan);
}
