using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>A plan cut into its segments, once: every detector asks for the segment of every stage.</summary>
sealed class PlanCut
{
    static readonly ConditionalWeakTable<SparkPlanInfo, PlanCut> known = new();

    readonly List<PlanSegment> segments;
    readonly ConcurrentDictionary<StageAttempt, PlanSegment?> found = new(ReferenceEqualityComparer.Instance);

    PlanCut(SparkPlanInfo plan) => segments = PlanSegment.Cut(plan);

    public static PlanCut Cut(SparkPlanInfo plan) => known.GetValue(plan, p => new PlanCut(p));

    /// <summary>The segment that most of the stage's metrics belong to, of equals the first; null where it has none of the plan.</summary>
    public PlanSegment? SegmentOf(StageAttempt stage) => found.GetOrAdd(stage, Search);

    PlanSegment? Search(StageAttempt stage)
    {
        var reported = StagePlan.MetricsOf(stage);
        PlanSegment? best = null;
        var most = 0;
        foreach (var segment in segments)
        {
            if (segment.Count(reported) is var score && score > most) (best, most) = (segment, score);
        }
        return best;
    }
}
