using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Attempts of a stage that repeat or finish an earlier one.</summary>
static class StageRetries
{
    /// <summary>
    /// True for a later attempt that has only the tasks that an earlier attempt lost or did not end: how many they are says nothing of the
    /// stage's partitions.
    /// </summary>
    public static bool IsRetry(ApplicationRun run, StageAttempt stage) =>
        stage.AttemptId > 0
            && run.Stages.Any(s => s.StageId == stage.StageId && s.AttemptId < stage.AttemptId && s.Info.NumTasks > stage.Info.NumTasks);

    /// <summary>
    /// True for a later attempt of a stage that had ended well before: its output was lost, and all that the attempt does is done again.
    /// </summary>
    public static bool IsRepeated(ApplicationRun run, StageAttempt stage) =>
        stage.AttemptId > 0 && run.Stages.Any(s => s.StageId == stage.StageId && s.AttemptId < stage.AttemptId && s.Status == "COMPLETE");
}
