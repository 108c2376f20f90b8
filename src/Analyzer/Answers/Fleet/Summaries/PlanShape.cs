using System.Text;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>A mark of what an application computes, equal from run to run though dates, ids and sizes differ.</summary>
static class PlanShape
{
    /// <summary>Operators that AQE and code generation put in or leave out by what they meet.</summary>
    static readonly string[] Wrappers = ["WholeStageCodegen", "InputAdapter", "AdaptiveSparkPlan", "AQEShuffleRead", "CustomShuffleReader",
        "ShuffleQueryStage", "BroadcastQueryStage", "TableCacheQueryStage", "ResultQueryStage"];

    /// <summary>Deeper than any plan that Spark's own parser takes; a made-up one must not end the process.</summary>
    const int MaxDepth = 2000;

    public static string? Hash(ApplicationRun run)
    {
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        var text = new StringBuilder();
        var plans = run.SqlExecutions.Where(s => s.Plan is not null).Select(s => Text(s.Plan!, names, text))
            .ToHashSet(StringComparer.Ordinal);
        if (plans.Count > 0) return Fingerprint.Compute(plans.Order(StringComparer.Ordinal));
        var stages = run.Stages.Where(s => s.WasExecuted).Select(s => WithoutNumbers(s.Info.Name ?? ""))
            .ToHashSet(StringComparer.Ordinal);
        return stages.Count > 0 ? Fingerprint.Compute(stages.Order(StringComparer.Ordinal)) : null;
    }

    /// <summary>The tree in words.</summary>
    /// <param name="plan">Its root.</param>
    /// <param name="names">By an operator's name what stands for it, null for nothing; grows.</param>
    /// <param name="text">Is cleared.</param>
    static string Text(SparkPlanInfo plan, Dictionary<string, string?> names, StringBuilder text)
    {
        text.Clear();
        // ends of operators are marked by nulls, so that trees with equal lists of names differ
        var stack = new Stack<(SparkPlanInfo? Node, int Depth)>([(plan, 0)]);
        while (stack.TryPop(out var at))
        {
            if (at.Node is not { } node)
            {
                text.Append(')');
                continue;
            }
            if (at.Depth > MaxDepth) continue;
            if (!names.TryGetValue(node.NodeName, out var name)) names[node.NodeName] = name = NameOf(node.NodeName);
            if (name is not null)
            {
                text.Append('(').Append(name);
                stack.Push((null, at.Depth));
            }
            for (var i = node.Children.Count - 1; i >= 0; i--) stack.Push((node.Children[i], at.Depth + 1));
        }
        return text.ToString();
    }

    static string? NameOf(string node) =>
        Wrappers.Any(w => node.StartsWith(w, StringComparison.Ordinal)) ? null : WithoutNumbers(node);

    /// <summary>Every run of digits as one #.</summary>
    static string WithoutNumbers(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) result.Append(c);
            else if (result.Length == 0 || result[^1] != '#') result.Append('#');
        }
        return result.ToString();
    }
}
