using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Compare;

/// <summary>The first lines of a comparison, the same in every format: how much more or less, what appeared, and what to do.</summary>
static class CompareAnswer
{
    /// <summary>A cause is named in the first lines where it makes at least this share of the difference.</summary>
    const double MinShare = 0.2;

    public static FirstLines Of(RunComparison c)
    {
        var finding = Main(c);
        var patched = finding is { } f && c.DifferenceMs > 0
            ? (c.After.Patch?.Settings ?? []).Where(s => !s.InCode && s.Kind == f.Kind)
                .Select(s => Phrases.Conf(s.Key, Redaction.Value(s.Key, s.Value)!)).ToList()
            : [];
        return new FirstLines($"{Side(c.Before, "Earlier")}; {Side(c.After, "later")}", ComparePhrases.Verdict(c) + Appeared(c) + Cause(c))
        {
            Next = patched.Count > 0 ? "Set in the later job:" : "Causes inside the later run:",
            Paste = patched.Count > 0 ? patched : ["rightsizer diagnose " + PlainText.ShellWord(c.After.Run.Log.Path)],
        };
    }

    static string Side(AnalysisResult r, string which) => $"{which}: {r.Run.App.Name ?? "(unnamed application)"}, "
        + $"{(r.Run.App.StartTimeMs is { } at ? Phrases.Utc(at) + ", " : "")}{Phrases.RunTime(r.Run)}, "
        + Phrases.Executors(r.Run, RunOverview.Compute(r.Run));

    /// <summary>The largest cause of the split, in words; "" where a finding already names it or nothing stands out.</summary>
    static string Cause(RunComparison c)
    {
        if (c.DifferenceMs is not { } all || all == 0 || c.Refused is not null) return "";
        var main = c.Parts.Where(p => p.Cause != DifferenceCause.Unexplained && p.Ms is { } ms && Math.Sign(ms) == Math.Sign(all)
                && Math.Abs(ms) >= MinShare * Math.Abs(all))
            .MaxBy(p => Math.Abs(p.Ms!.Value));
        return main is null ? "" : $" Largest cause: {ComparePhrases.Meaning(main.Cause)} ({ComparePhrases.Longer(main.Ms!.Value)}).";
    }

    /// <summary>The finding that the slower run has and the other has not, which explains most.</summary>
    static Finding? Main(RunComparison c)
    {
        if (c.DifferenceMs is not { } ms || ms == 0) return null;
        var (worse, other) = ms > 0 ? (c.After, c.Before) : (c.Before, c.After);
        var found = worse.Findings.Where(f => other.Findings.All(o => o.Id != f.Id) && f.SavesMs is > 0).MaxBy(f => f.SavesMs);
        return found is null || found.SavesMs < 0.1 * Math.Abs(ms) ? null : found;
    }

    static string Appeared(RunComparison c)
    {
        if (Main(c) is not { } appeared) return "";
        var worse = c.DifferenceMs > 0 ? c.After : c.Before;
        var place = appeared.Where is [{ StageId: { } id }, ..]
            ? worse.Run.Stages.LastOrDefault(s => s.StageId == id && s.WasExecuted) is { } s && StageNames.Of(worse.Run)(s) is { } name
                ? $" in stage {id} ({PlainText.Short(name, 60)})" : $" in stage {id}" : "";
        return $" {(c.DifferenceMs > 0 ? "New in the later run" : "Gone from the later run")}: "
            + $"{char.ToLowerInvariant(appeared.Title[0])}{appeared.Title[1..]}{place}, ~{Quantity.Duration(appeared.SavesMs)}.";
    }

    /// <summary>Why the comparison may mean little; empty where nothing speaks against it.</summary>
    public static IEnumerable<string> Doubts(RunComparison c)
    {
        if (c.Before.Run.App.StartTimeMs > c.After.Run.App.StartTimeMs)
            yield return "The run given first started after the second: \"earlier\" and \"later\" follow the order of the arguments.";
        string? a = c.Before.Run.App.Name, b = c.After.Run.App.Name;
        if (a is not null && b is not null && RecurringName.Parse(a) != RecurringName.Parse(b))
            yield return $"These are different applications: \"{PlainText.Short(a, 60)}\" and \"{PlainText.Short(b, 60)}\". The causes "
                + $"may mean nothing.";
        var stages = c.Stages.Count + Math.Max(c.OnlyBefore.Count, c.OnlyAfter.Count);
        if (stages > 0 && 2 * c.Stages.Count < stages)
            yield return $"Only {c.Stages.Count} of {stages} stages were found in both runs, so most of the difference counts as a "
                + $"change of plan.";
    }
}
