using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>SQL executions, as SQLAppStatusListener keeps them.</summary>
sealed class SqlBook
{
    readonly Dictionary<long, LiveSql> live = [];
    readonly Dictionary<long, LiveSql> all = [];
    readonly Dictionary<int, SqlStage> stages = [];

    // which live executions a stage and a job belong to, so that no event looks through all of them
    readonly Dictionary<int, int> liveExecutionsOfStage = [];
    readonly Dictionary<int, List<LiveSql>> executionsOfJob = [];

    /// <summary>spark.sql.execution.id of a job's properties.</summary>
    public static long? ExecutionIdOf(JobStartEvent e) =>
        long.TryParse(e.Properties.GetValueOrDefault("spark.sql.execution.id"), NumberStyles.Integer, CultureInfo.InvariantCulture,
            out var id) ? id : null;

    /// <param name="attempts">Every stage attempt of the run.</param>
    public IReadOnlyList<SqlExecution> Build(IReadOnlyList<StageAttempt> attempts)
    {
        long[] ids = [.. all.Keys];
        Array.Sort(ids);
        var byStage = attempts.ToLookup(s => s.StageId);
        return Array.ConvertAll(ids, id =>
        {
            all[id].Aggregate(stages);
            return all[id].Build(byStage);
        });
    }

    /// <summary>A query that was planned adaptively has SQL metrics of tasks that no plan in the log declares.</summary>
    /// <param name="attempts">Every stage attempt of the run.</param>
    public bool HasUndeclaredMetrics(IReadOnlyList<StageAttempt> attempts)
    {
        var adaptive = all.Values.Where(x => x.PlanUpdates > 0).SelectMany(x => x.Stages).ToHashSet();
        if (adaptive.Count == 0) return false;
        var ofStage = all.Values.SelectMany(x => x.Stages.Select(s => (Stage: s, Sql: x))).ToLookup(x => x.Stage, x => x.Sql);
        var undeclared = new HashSet<long>();
        foreach (var attempt in attempts.Where(s => adaptive.Contains(s.StageId)))
        {
            var own = ofStage[attempt.StageId];
            foreach (var a in attempt.Info.Accumulables)
            {
                if (a.Metadata == "sql" && !Declares(own, a.Id)) undeclared.Add(a.Id);
            }
        }
        // most metrics are declared by a plan of their own stage, the others are few
        foreach (var x in all.Values) undeclared.ExceptWith(x.Definitions.Keys);
        return undeclared.Count > 0;
    }

    static bool Declares(IEnumerable<LiveSql> executions, long metric)
    {
        foreach (var x in executions)
        {
            if (x.Definitions.ContainsKey(metric)) return true;
        }
        return false;
    }

    public void OnStart(SqlExecutionStartEvent e)
    {
        var x = For(e.ExecutionId);
        x.RootId = e.RootExecutionId ?? e.ExecutionId;
        x.Description = e.Description;
        x.Details = e.Details;
        x.Configs = e.ModifiedConfigs;
        x.StartMs = e.TimeMs;
        x.SetPlan(e.Plan, e.PhysicalPlanDescription);
    }

    public void OnAdaptiveUpdate(SqlAdaptiveExecutionUpdateEvent e)
    {
        var x = For(e.ExecutionId);
        x.PlanUpdates++;
        x.SetPlan(e.Plan, e.PhysicalPlanDescription);
    }

    public void OnMetricUpdates(SqlAdaptiveMetricUpdatesEvent e)
    {
        var x = For(e.ExecutionId);
        foreach (var m in e.Metrics) x.Definitions[m.AccumulatorId] = m;
    }

    public void OnDriverUpdates(DriverAccumUpdatesEvent e)
    {
        if (live.TryGetValue(e.ExecutionId, out var x)) x.DriverUpdates.AddRange(e.Updates);
    }

    public void OnEnd(SqlExecutionEndEvent e)
    {
        if (!live.TryGetValue(e.ExecutionId, out var x)) return;
        x.EndMs = e.TimeMs;
        x.Error = e.ErrorMessage;
        x.Aggregate(stages);
        DropStale(x);
        x.EndEvents++;
        Update(x);
    }

    public void OnJobStart(JobStartEvent e)
    {
        if (ExecutionIdOf(e) is not { } id) return;
        if (!live.TryGetValue(id, out var x))
        {
            if (all.TryGetValue(id, out x))
            {
                x.EndEvents = x.Jobs.Count + 1;
                live[id] = x;
                foreach (var stage in x.Stages) Hold(stage);
            }
            else x = For(id);
        }
        if (x.Definitions.Count > 0)
        {
            foreach (var info in e.Stages) stages[info.StageId] = new SqlStage(info.NumTasks, 0, x.Definitions);
        }
        if (x.Jobs.Add(e.JobId))
        {
            if (!executionsOfJob.TryGetValue(e.JobId, out var executions)) executionsOfJob[e.JobId] = executions = [];
            executions.Add(x);
        }
        x.FailedJobs.Remove(e.JobId);
        foreach (var info in e.Stages)
        {
            if (x.Stages.Add(info.StageId)) Hold(info.StageId);
        }
        Update(x);
    }

    public void OnJobEnd(JobEndEvent e)
    {
        if (!executionsOfJob.TryGetValue(e.JobId, out var executions)) return;
        foreach (var x in executions)
        {
            if (live.GetValueOrDefault(x.Id) != x) continue;
            if (e.Succeeded) x.FailedJobs.Remove(e.JobId);
            else x.FailedJobs.Add(e.JobId);
            x.EndEvents++;
            Update(x);
        }
    }

    public void OnStageSubmitted(StageSubmittedEvent e)
    {
        if (stages.TryGetValue(e.Stage.StageId, out var stage) && stage.AttemptId != e.Stage.AttemptId && IsSqlStage(e.Stage.StageId))
            stages[e.Stage.StageId] = new SqlStage(stage.NumTasks, e.Stage.AttemptId, stage.Definitions);
    }

    public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates)
    {
        if (stages.TryGetValue(e.StageId, out var stage) && stage.AttemptId == e.StageAttemptId && IsSqlStage(e.StageId))
            stage.OnTaskEnd(e.Task, updates);
    }

    bool IsSqlStage(int stageId) => liveExecutionsOfStage.ContainsKey(stageId);

    void Hold(int stageId) => liveExecutionsOfStage[stageId] = liveExecutionsOfStage.GetValueOrDefault(stageId) + 1;

    LiveSql For(long id)
    {
        if (live.TryGetValue(id, out var x)) return x;
        return live[id] = all[id] = new LiveSql(id);
    }

    /// <summary>An execution is over once its end and the ends of all its jobs were seen, in whatever order.</summary>
    void Update(LiveSql x)
    {
        if (x.EndEvents < x.Jobs.Count + 1) return;
        DropStale(x);
        live.Remove(x.Id);
        foreach (var id in x.Stages)
        {
            if (--liveExecutionsOfStage[id] == 0) liveExecutionsOfStage.Remove(id);
        }
    }

    /// <summary>Forgets what stages that no other live execution has had counted.</summary>
    void DropStale(LiveSql over)
    {
        foreach (var id in over.Stages)
        {
            if (liveExecutionsOfStage.GetValueOrDefault(id) <= 1) stages.Remove(id);
        }
    }
}
