using Rightsizer.Analyzer.Detectors.Plans;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Driver;

/// <summary>What the driver did between two jobs of one SQL execution: there Spark itself works, not the application's code.</summary>
/// <param name="Sql">The execution of both jobs.</param>
/// <param name="GapMs">Between them, without what commits and listings explain.</param>
/// <param name="BroadcastMs">"time to build" and "time to broadcast" of the execution's broadcasts, at most the gap.</param>
sealed record GapReason(SqlExecution Sql, double GapMs, double BroadcastMs)
{
    /// <summary>From this part of the gap on its advice is about the broadcast.</summary>
    const double MinBroadcastRatio = 0.5;

    bool IsBroadcast => BroadcastMs >= MinBroadcastRatio * GapMs;

    /// <summary>Null where the jobs are not of one execution: code of the application may have run between them.</summary>
    public static GapReason? Find(ApplicationRun run, DriverGap gap)
    {
        if (gap.After?.SqlExecutionId is not { } id) return null;
        if (run.SqlExecutions.FirstOrDefault(s => s.Id == id) is not { } sql) return null;
        if (!run.Jobs.Any(j => j.CompletionTimeMs == gap.FromMs && j.SqlExecutionId == id)) return null;
        var ms = sql.PlanNodes.Where(PlanSegment.IsBroadcast).Sum(n => LargeBroadcastDetector.OnDriverMs(sql, n));
        return new(sql, gap.OwnMs, Math.Min(ms, gap.OwnMs));
    }

    /// <summary>A sentence for the cause.</summary>
    public string Sentence => IsBroadcast
        ? $"Spark built the table of a broadcast join on the driver and sent it out for {Quantity.Duration(BroadcastMs)} of it."
        : $"The jobs before and after it are of SQL {Sql.Id}: Spark itself worked on the driver.";

    public Advice Advice(SparkSettings settings) => IsBroadcast
        ? LargeBroadcastDetector.NoBroadcast(settings) with
        {
            Why = $"The join of SQL {Sql.Id} waits until the driver has built and sent the table. A sort-merge join needs nothing on the "
                + "driver.",
        }
        : new($"look at the plan of SQL {Sql.Id}: between its jobs Spark works on the driver, not the application's code", null, null,
            $"The longest such time is {Quantity.Duration(GapMs)}. Large plans (many columns, unions or joins) take long to be planned "
                + "again after each stage; some sources read the metadata of their tables there.");
}
