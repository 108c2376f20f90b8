using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>Stages as places of a finding.</summary>
static class FindingPlaces
{
    /// <summary>The stage attempt with its share of the cause, under its own name where no label is given.</summary>
    public static FindingPlace Place(this StageTasks stage, double share, RunFacts facts, string? label = null) => new()
    {
        StageId = stage.Stage.StageId,
        StageAttemptId = stage.Stage.AttemptId,
        SqlExecutionId = facts.SqlOf(stage.Stage)?.Id,
        Label = label ?? stage.Stage.Info.Name,
        Share = share,
    };
}
