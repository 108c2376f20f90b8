using System.Runtime.CompilerServices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Stages whose work is in Python workers, where no metric of the JVM sees it. Found once a run.</summary>
sealed class PythonStages
{
    static readonly ConditionalWeakTable<ApplicationRun, PythonStages> known = new();

    readonly HashSet<int> ofSql = [], all, running = [];

    PythonStages(ApplicationRun run)
    {
        foreach (var sql in run.SqlExecutions)
        {
            if (sql.PlanNodes.Any(n => StagePlan.NamesPython(n.NodeName))) ofSql.UnionWith(sql.StageIds);
        }
        foreach (var s in run.Stages)
        {
            if (s.Info.Rdds.Any(r => StagePlan.NamesPython(r.Name) || StagePlan.NamesPython(r.Scope))) running.Add(s.StageId);
        }
        all = [.. ofSql, .. running];
        foreach (var sql in run.SqlExecutions)
        {
            if (sql.StageIds.Any(ofSql.Contains) && !sql.StageIds.Any(running.Contains)) running.UnionWith(sql.StageIds);
        }
    }

    /// <summary>Those of queries whose plan runs Python.</summary>
    public static IReadOnlySet<int> OfSql(ApplicationRun run) => Find(run).ofSql;

    /// <summary>Those, and stages with RDDs of Python functions.</summary>
    public static IReadOnlySet<int> All(ApplicationRun run) => Find(run).all;

    /// <summary>Stages that run Python themselves, by their RDDs; of a query in which none says so, all.</summary>
    public static IReadOnlySet<int> Running(ApplicationRun run) => Find(run).running;

    static PythonStages Find(ApplicationRun run) => known.GetValue(run, r => new PythonStages(r));
}
