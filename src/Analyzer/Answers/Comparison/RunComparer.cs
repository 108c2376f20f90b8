using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Comparison;

/// <summary>Holds a run against an earlier one of the same work.</summary>
public static class RunComparer
{
    public static RunComparison Compare(AnalysisResult before, AnalysisResult after)
    {
        var matches = StageMatcher.Match(before.Run, after.Run);
        var settings = SettingChanges.Known(before.Run, after.Run);
        List<StageAttempt> onlyBefore = Rest(before.Run, matches.Select(m => m.Before)),
            onlyAfter = Rest(after.Run, matches.Select(m => m.After));
        var notes = new List<string>();
        var ablation = new Ablation(matches, onlyBefore, onlyAfter, settings, notes);
        var refused = ablation.Run(before, after);
        return new RunComparison
        {
            Before = before,
            After = after,
            Stages = [.. matches.OrderByDescending(m => Math.Abs(StageMatch.TaskMs(m.After) - StageMatch.TaskMs(m.Before)))
                .ThenBy(m => m.Before.StageId).ThenBy(m => m.Before.AttemptId)],
            OnlyBefore = onlyBefore,
            OnlyAfter = onlyAfter,
            Settings = settings,
            OtherSettingsChanged = SettingChanges.Others(before.Run, after.Run),
            Parts = ablation.Parts(before, after, refused),
            Refused = refused,
            Notes = notes,
        };
    }

    static List<StageAttempt> Rest(ApplicationRun run, IEnumerable<StageAttempt> matched)
    {
        var seen = matched.ToHashSet();
        return [.. run.Stages.Where(s => s.Tasks.Count > 0 && !seen.Contains(s)).OrderBy(s => s.StageId).ThenBy(s => s.AttemptId)];
    }
}
