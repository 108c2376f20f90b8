using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>Stages as places of a finding.</summary>
static class FindingPlaces
{
    /// <summary>The stage attempt with its share of the cause. Without a label it is named by its operators.</summary>
    public static FindingPlace Place(this StageTasks stage, double share, RunFacts facts, string? label = null) => new()
    {
        StageId = stage.Stage.StageId,
        StageAttemptId = stage.Stage.AttemptId,
        SqlExecutionId = facts.SqlOf(stage.Stage)?.Id,
        Label = label ?? stage.Name,
        Share = share,
    };
}
