using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Compare;

/// <summary>The first lines of a comparison, the same in every format: how much more or less, what appeared, and what to do.</summary>
static class CompareAnswer
{
    /// <summary>A cause is named in the first lines where it makes at least this share of the difference.</summary>
    const double MinShare = 0.2;

    /// <summary>A finding that only one of the runs has is named from this share on.</summary>
    const double LeastNew = 0.1;

    /// <summary>A finding that explains this share leaves nothing to say about the split.</summary>
    const double MostOfIt = 0.5;

    public static FirstLines Compose(RunComparison c)
    {
        var finding = Main(c);
        var patched = finding is { Finding: var f } && c.DifferenceMs > 0
            ? (c.After.Patch?.Settings ?? []).Where(s => !s.InCode && s.Kind == f.Kind)
                .Select(s => Phrases.Conf(s.Key, Redaction.Value(s.Key, s.Value)!)).ToList()
            : [];
        return new FirstLines($"{Side(c.Before, "Earlier")}; {Side(c.After, "later")}", ComparePhrases.Verdict(c) + Appeared(c) + Cause(c))
        {
            Next = patched.Count > 0 ? "Set in the later job:" : "Causes inside the later run:",
            Paste = patched.Count > 0 ? patched : ["rightsizer diagnose " + PlainText.ShellWord(c.After.Run.Log.Path)],
        };
    }

    /// <summary>At the peak.</summary>
    static int Cores(AnalysisResult r) =>
        RunOverview.Compute(r.Run) is { Shapes: [{ Cores: var cores }, ..] } o ? o.PeakExecutors * cores : 0;

    static string Side(AnalysisResult r, string which) => $"{which}: {r.Run.App.Name ?? "(unnamed application)"}, "
        + $"{(r.Run.App.StartTimeMs is { } at ? Phrases.Utc(at) + ", " : "")}{Phrases.RunTime(r.Run)}, "
        + Phrases.Executors(r.Run, RunOverview.Compute(r.Run));

    /// <summary>
    /// The largest cause of the split, with the stage, the setting or the executors that it is about; "" where a finding already
    /// explains most of the difference, or nothing stands out.
    /// </summary>
    static string Cause(RunComparison c)
    {
        if (c.DifferenceMs is not { } all || all == 0 || c.Refused is not null) return "";
        if (Main(c) is { } finding && finding.GrewMs >= MostOfIt * Math.Abs(all)) return "";
        var main = c.Parts.Where(p => p.Cause != DifferenceCause.Unexplained && p.Ms is { } ms && Math.Sign(ms) == Math.Sign(all)
                && Math.Abs(ms) >= MinShare * Math.Abs(all))
            .MaxBy(p => Math.Abs(p.Ms!.Value));
        return main is null ? "" : $" Largest cause: {Words(c, main)} (~{ComparePhrases.Longer(main.Ms!.Value)}).";
    }

    static string Words(RunComparison c, DifferencePart part)
    {
        var names = StageNames.Name(c.After.Run);
        // the list begins with the largest change of task time
        StageMatch? Stage(Func<StageMatch, bool> fits) => c.Stages.FirstOrDefault(m => fits(m)
            && Math.Sign(StageMatch.TaskMs(m.After) - StageMatch.TaskMs(m.Before)) == Math.Sign(part.Ms ?? 0));
        string Name(StageMatch m) =>
            $"stage {m.After.StageId}" + (names(m.After) is { } name ? $" ({PlainText.Short(name, 60)})" : "");
        string Tasks(StageMatch m) => $"the tasks of {Name(m)} took {Quantity.Duration(StageMatch.TaskMs(m.Before))} in all, then "
            + Quantity.Duration(StageMatch.TaskMs(m.After));
        return part.Cause switch
        {
            DifferenceCause.Volume when Stage(m => m.VolumeRatio is { } r && Math.Abs(r - 1) > 0.05) is { } m =>
                $"{Name(m)} read {Quantity.Bytes(StageMatch.VolumeBytes(m.Before))}, then "
                + Quantity.Bytes(StageMatch.VolumeBytes(m.After)),
            DifferenceCause.Plan when Stage(m => m.Before.Tasks.Count != m.After.Tasks.Count) is { } m
                && Math.Abs(StageMatch.TaskMs(m.After) - StageMatch.TaskMs(m.Before))
                    >= c.OnlyBefore.Concat(c.OnlyAfter).Sum(StageMatch.TaskMs) =>
                $"{Name(m)} ran as {Quantity.Plural(m.Before.Tasks.Count, "task")}, then {Quantity.Count(m.After.Tasks.Count)}",
            DifferenceCause.Plan when c.OnlyBefore.Count + c.OnlyAfter.Count > 0 =>
                $"{Quantity.Plural(c.OnlyBefore.Count, "stage")} only in the earlier run, {Quantity.Count(c.OnlyAfter.Count)} only in the "
                + "later",
            DifferenceCause.Cluster => $"other executors, {Phrases.Executors(c.Before.Run, RunOverview.Compute(c.Before.Run))}, then "
                + Phrases.Executors(c.After.Run, RunOverview.Compute(c.After.Run)),
            DifferenceCause.Configuration when c.Settings.Count > 0 && Stage(_ => true) is { } m =>
                $"{c.Settings[0].Key} {ComparePhrases.Value(c.Settings[0].Key, c.Settings[0].Before)} -> "
                + ComparePhrases.Value(c.Settings[0].Key, c.Settings[0].After)
                + (c.Settings.Count > 1 ? $" and {Quantity.Plural(c.Settings.Count - 1, "more setting")}" : "") + $"; {Tasks(m)}",
            DifferenceCause.Environment when Stage(_ => true) is { } m => $"{Tasks(m)}, and no known setting differs",
            _ => ComparePhrases.Meaning(part.Cause),
        };
    }

    /// <summary>
    /// The finding by which the slower run could save most more than the other: it explains the difference. Null where none explains a
    /// tenth of it; a check that one of the runs could not make says nothing.
    /// </summary>
    static (Finding Finding, long GrewMs, Finding? Other)? Main(RunComparison c)
    {
        if (c.DifferenceMs is not { } ms || ms == 0) return null;
        var (worse, other) = ms > 0 ? (c.After, c.Before) : (c.Before, c.After);
        var grown = worse.Findings.Where(f => f.SavesMs is > 0)
            .Select(f => (Finding: f, Other: other.Findings.FirstOrDefault(o => o.Id == f.Id)))
            .Where(x => x.Other is null ? other.Detectors.Any(d => d.Id == x.Finding.Id && d.Outcome is OutcomeKind.Clean
                or OutcomeKind.NotApplicable) : x.Other.SavesMs is not null)
            .Select(x => (x.Finding, GrewMs: x.Finding.SavesMs!.Value - Math.Max(0, x.Other?.SavesMs ?? 0), x.Other)).ToList();
        if (grown.Count == 0) return null;
        var main = grown.MaxBy(x => x.GrewMs);
        return main.GrewMs < (main.Other is null ? LeastNew : MinShare) * Math.Abs(ms) ? null : main;
    }

    static string Appeared(RunComparison c)
    {
        if (Main(c) is not var (found, _, other)) return "";
        var isLonger = c.DifferenceMs > 0;
        var worse = isLonger ? c.After : c.Before;
        var place = found.Where is [{ StageId: { } id }, ..]
            ? worse.Run.Stages.LastOrDefault(s => s.StageId == id && s.WasExecuted) is { } s && StageNames.Name(worse.Run)(s) is { } name
                ? $" in stage {id} ({PlainText.Short(name, 60)})" : $" in stage {id}" : "";
        var (was, now) = (isLonger ? other?.SavesMs : found.SavesMs, isLonger ? found.SavesMs : other?.SavesMs);
        return (other is null ? isLonger ? " New in the later run" : " Gone from the later run"
                : isLonger ? " Worse in the later run" : " Better in the later run")
            + $": {char.ToLowerInvariant(found.Title[0])}{found.Title[1..]}{place}, ~{Quantity.Duration(found.SavesMs)}"
            + (other is null ? "." : isLonger ? $" against ~{Quantity.Duration(was)} before."
                : $" before, ~{Quantity.Duration(now)} now.");
    }

    /// <summary>What is not explained may be this share of the difference at most, else its causes say little.</summary>
    const double MostUnexplained = 0.5;

    /// <summary>Why the comparison may mean little; empty where nothing speaks against it.</summary>
    public static IEnumerable<string> Doubts(RunComparison c)
    {
        if (c is { DifferenceMs: { } all, Refused: null } && all != 0
            && c.Parts.FirstOrDefault(p => p.Cause == DifferenceCause.Unexplained)?.Ms is { } rest
            && Math.Abs(rest) >= MostUnexplained * Math.Abs(all))
            yield return $"The simulation leaves {Quantity.Duration(Math.Abs(rest))} unexplained, against a difference of "
                + $"{Quantity.Duration(Math.Abs(all))}: its causes are a hint at most.";
        if (c.Before.Cost.Actual is { Kind: LedgerKind.GivenPrice } && c.After.Cost.Actual is { Kind: LedgerKind.GivenPrice }
            && Cores(c.Before) is var before && Cores(c.After) is var after && before != after)
            yield return $"Both runs are priced at the same amount an hour (--usd-per-hour), but one had executors with "
                + $"{Quantity.Plural(before, "core")} and the other with {Quantity.Count(after)}. Compare their core time.";
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
