using System.Runtime.CompilerServices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Stages whose work is in Python workers, where no metric of the JVM sees it. Found once a run.</summary>
sealed class PythonStages
{
    static readonly ConditionalWeakTable<ApplicationRun, PythonStages> known = new();

    readonly HashSet<int> ofSql = [], all;

    PythonStages(ApplicationRun run)
    {
        foreach (var sql in run.SqlExecutions)
        {
            if (sql.PlanNodes.Any(n => StagePlan.NamesPython(n.NodeName))) ofSql.UnionWith(sql.StageIds);
        }
        all = [.. ofSql];
        foreach (var s in run.Stages)
        {
            if (s.Info.Rdds.Any(r => StagePlan.NamesPython(r.Name) || StagePlan.NamesPython(r.Scope))) all.Add(s.StageId);
        }
    }

    /// <summary>Those of queries whose plan runs Python.</summary>
    public static IReadOnlySet<int> OfSql(ApplicationRun run) => Find(run).ofSql;

    /// <summary>Those, and stages with RDDs of Python functions.</summary>
    public static IReadOnlySet<int> All(ApplicationRun run) => Find(run).all;

    static PythonStages Find(ApplicationRun run) => known.GetValue(run, r => new PythonStages(r));
}
