using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay;

/// <summary>Who was there to run the tasks of a run.</summary>
/// <param name="Count">Most executors at one time.</param>
/// <param name="Cores">Of the most numerous kind.</param>
/// <param name="Dynamic">Executors came and went with the backlog.</param>
/// <param name="Least">The fewest that stay, under dynamic allocation.</param>
readonly record struct RunExecutors(int Count, int Cores, bool Dynamic, int Least)
{
    public ClusterShape Shape => Dynamic ? new DynamicShape(Math.Min(Least, Count), Count, Cores) : new FixedShape(Count, Cores);

    /// <summary>
    /// Dynamic allocation between the bounds that the run had, on executors of its kind: the run itself, however many came.
    /// </summary>
    public static bool HadBounds(ReplayPlan plan, DynamicShape shape) =>
        plan.Allocation.Dynamic && plan.Executors.All(x => x.Cores == shape.CoresPerExecutor)
        && shape.MinExecutors == Read(plan.Run).Least
        && int.TryParse(plan.Run.Environment["spark.dynamicAllocation.maxExecutors"], CultureInfo.InvariantCulture, out var most)
        && shape.MaxExecutors == most;

    public static RunExecutors Read(ApplicationRun run)
    {
        var overview = RunOverview.Compute(run);
        var dynamic = run.Environment["spark.dynamicAllocation.enabled"] == "true";
        var least = int.TryParse(run.Environment["spark.dynamicAllocation.minExecutors"], CultureInfo.InvariantCulture, out var n)
            ? Math.Max(0, n) : 0;
        return new(
            Math.Max(1, overview.PeakExecutors), overview.Shapes.Count > 0 ? overview.Shapes[0].Cores : 1, dynamic, dynamic ? least : 0);
    }
}
