using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Markdown;

namespace Rightsizer.Reports.Fleet;

/// <summary>What differs between a run and the last good runs of its job, in lines.</summary>
public static class UnlikeText
{
    const int Listed = 8;

    /// <summary>The answer first, then at most eight differences.</summary>
    public static IReadOnlyList<string> Compose(RunUnlike u)
    {
        if (u.Runs == 0) return [$"No earlier good run of {PlainText.Short(u.Job, 40)} is known."];
        var longer = u.WallMs - u.UsualMs;
        var ratio = u.UsualMs > 0 ? $" ({FleetWords.Growth((double)longer / u.UsualMs)})" : "";
        var runs = u.Runs == 1 ? "its last good run" : $"the median of its last {u.Runs} good runs";
        var lines = new List<string>
        {
            $"Took {Quantity.Duration(u.WallMs)}, {Quantity.Duration(Math.Abs(longer))} "
            + $"{(longer >= 0 ? "longer" : "less")}{ratio} than {runs}"
            + Cost(u),
        };
        lines.AddRange(u.Differences.Take(Listed).Select(d => $"{PlainText.Short(d.Words, 120)}{Costs(d)}"));
        if (u.Differences.Count > Listed) lines.Add($"and {u.Differences.Count - Listed} more");
        if (u.Differences.Count(d => d.CostsMs > 0) > 1 && u.Differences.Sum(d => Math.Max(0, d.CostsMs ?? 0)) > Math.Max(0, longer))
            lines.Add("These times are estimates that overlap: they do not add up.");
        if (u.Differences.Count == 0) lines.Add("Nothing that a summary of a run holds differs.");
        return lines;
    }

    /// <summary>The same lines as a list.</summary>
    public static string Markdown(IReadOnlyList<string> lines) =>
        string.Concat(lines.Select(l => $"- {MarkdownText.Escape(l)}\n")) + "\n";

    static string Cost(RunUnlike u) => u switch
    {
        { Usd: { } usd, UsualUsd: { } usual } => $"; cost {Quantity.Usd(usd, u.Ground)}, usually {Quantity.Usd(usual, u.Ground)}.",
        { PaidCoreMs: > 0, UsualCoreMs: > 0 } =>
            $"; paid for {Quantity.CoreTime(u.PaidCoreMs, Math.Max(u.PaidCoreMs, u.UsualCoreMs))}, "
                + $"usually {Quantity.CoreTime(u.UsualCoreMs, Math.Max(u.PaidCoreMs, u.UsualCoreMs))}.",
        _ => ".",
    };

    static string Costs(RunDifference d) => d.CostsMs switch
    {
        null => "",
        >= 0 and var ms => $": ~{Quantity.Duration(ms)} longer",
        var ms => $": ~{Quantity.Duration(-ms.Value)} less",
    };
}
