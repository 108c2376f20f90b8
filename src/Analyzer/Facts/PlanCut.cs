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

    /// <summary>Places in <see cref="segments"/>, one for each time that a metric is in a segment.</summary>
    readonly ILookup<long, int> segmentsOfMetric;
    readonly ConcurrentDictionary<StageAttempt, PlanSegment?> found = new(ReferenceEqualityComparer.Instance);

    PlanCut(SparkPlanInfo plan)
    {
        segments = PlanSegment.Cut(plan);
        segmentsOfMetric = segments.SelectMany((s, i) => s.Metrics.Select(m => (Metric: m, Place: i)))
            .ToLookup(x => x.Metric, x => x.Place);
    }

    public static PlanCut Cut(SparkPlanInfo plan) => known.GetValue(plan, p => new PlanCut(p));

    /// <summary>The segment that most of the stage's metrics belong to, of equals the first; null where it has none of the plan.</summary>
    public PlanSegment? SegmentOf(StageAttempt stage) => found.GetOrAdd(stage, Search);

    PlanSegment? Search(StageAttempt stage)
    {
        var scores = new int[segments.Count];
        foreach (var metric in stage.Info.Accumulables.Select(a => a.Id).Distinct())
        {
            foreach (var place in segmentsOfMetric[metric]) scores[place]++;
        }
        return scores.Max() is > 0 and var most ? segments[Array.IndexOf(scores, most)] : null;
    }
}
