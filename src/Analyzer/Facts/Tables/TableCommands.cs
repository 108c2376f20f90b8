using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>
/// Names jobs, stages and queries after the commands on tables that started them. Iceberg and Delta start jobs from threads of their own,
/// and Spark names such a job after its own code.
/// </summary>
public sealed class TableCommands
{
    const int MostStep = 80;

    readonly Dictionary<long, SqlExecution> queries = [];
    readonly Dictionary<long, TableCommand> commands = [];
    readonly Dictionary<int, TableCommand> jobs = [];
    readonly Dictionary<int, long> queryOfStage = [];
    readonly Dictionary<int, Job> jobOfStage = [];
    readonly Dictionary<int, string> requests = [];
    readonly Dictionary<int, StageAttempt> executed = [];

    /// <param name="run">The run whose queries are read.</param>
    public TableCommands(ApplicationRun run)
    {
        foreach (var job in run.Jobs)
        {
            foreach (var stage in job.StageIds) jobOfStage.TryAdd(stage, job);
            if (TableCommandParser.OfGroup(job.JobGroup, job.Description) is { } command) jobs.TryAdd(job.JobId, command);
        }
        foreach (var operation in run.ConnectOperations)
        {
            if (ConnectStatement.Short(operation.Statement) is not { } request) continue;
            foreach (var job in operation.JobIds) requests.TryAdd(job, Cut(request));
        }
        foreach (var stage in run.Stages.Where(s => s.WasExecuted)) executed[stage.StageId] = stage;
        foreach (var sql in run.SqlExecutions)
        {
            queries.TryAdd(sql.Id, sql);
            foreach (var stage in sql.StageIds) queryOfStage.TryAdd(stage, sql.Id);
            var command = sql.JobIds.Select(id => jobs.GetValueOrDefault(id)).FirstOrDefault(c => c is not null)
                ?? TableCommandParser.OfPlan(sql);
            if (command is not null) commands.TryAdd(sql.Id, command);
        }
    }

    /// <summary>What a query does, or the query that started it; null where that is nothing to a table.</summary>
    public TableCommand? Of(SqlExecution? sql)
    {
        if (sql is null) return null;
        return commands.TryGetValue(sql.Id, out var own) ? own
            : sql.RootExecutionId != sql.Id ? commands.GetValueOrDefault(sql.RootExecutionId) : null;
    }

    /// <summary>What a job does to a table; null where that is nothing.</summary>
    public TableCommand? Of(Job job) => jobs.GetValueOrDefault(job.JobId) ?? Of(QueryOf(job));

    /// <summary>What a stage does to a table; null where that is nothing.</summary>
    public TableCommand? Of(StageAttempt stage) =>
        Of(queryOfStage.TryGetValue(stage.StageId, out var id) ? queries.GetValueOrDefault(id) : null)
            ?? (jobOfStage.TryGetValue(stage.StageId, out var job) ? jobs.GetValueOrDefault(job.JobId) : null);

    /// <summary>"MERGE INTO ice.db.t", with the step where the format names it; else the line of code that started the job; what its last
    /// stage does where that line is Spark's own.</summary>
    public string? NameOf(Job job)
    {
        var query = QueryOf(job);
        var command = Of(job);
        var step = Step(job, command)
            ?? (query is not null && query.Id != query.RootExecutionId ? Step(query.Description, command) : null);
        if (command is not null) return step is null ? command.Words : $"{command.Words}: {step}";
        if (requests.TryGetValue(job.JobId, out var request)) return request;
        if (CallSites.Listing(job.Description) is { } listing) return listing;
        return IsOfFormat(job.Description) ? step : CallSites.Short(job.Name) ?? step ?? OfLastStage(job);
    }

    string? OfLastStage(Job job) => job.StageIds.Where(executed.ContainsKey).OrderDescending().Select(id => executed[id]).FirstOrDefault()
        is { } stage ? StageNames.Name(stage, QueryOf(job)) : null;

    /// <summary>The same for a query; null where neither the format nor the code names it.</summary>
    public string? NameOf(SqlExecution query)
    {
        var step = query.Id != query.RootExecutionId || Of(query)?.Verb == TableVerb.Procedure ? Step(query.Description, Of(query)) : null;
        if (Of(query) is { } command) return step is null ? command.Words : $"{command.Words}: {step}";
        return query.JobIds.Select(requests.GetValueOrDefault).FirstOrDefault(r => r is not null)
            ?? (IsOfFormat(query.Description) ? step : CallSites.Short(query.Description));
    }

    /// <summary>What is put before the operators of a stage; null where it serves no command on a table.</summary>
    internal string? Prefix(StageAttempt stage)
    {
        var command = Of(stage);
        var step = jobOfStage.TryGetValue(stage.StageId, out var job) ? Step(job, command) : null;
        if (command is not null) return step is null ? command.Words : $"{command.Words}: {step}";
        return job is not null && IsOfFormat(job.Description) ? step : null;
    }

    /// <summary>What the client of Spark Connect asked for whose job ran the stage; null where none did.</summary>
    internal string? RequestOf(StageAttempt stage) =>
        jobOfStage.TryGetValue(stage.StageId, out var job) ? requests.GetValueOrDefault(job.JobId) : null;

    SqlExecution? QueryOf(Job job) => job.SqlExecutionId is { } id ? queries.GetValueOrDefault(id) : null;

    /// <summary>Delta describes jobs that it starts for itself, such as the reading of its log.</summary>
    static bool IsOfFormat(string? description) => description?.StartsWith(JobTexts.Delta, StringComparison.Ordinal) == true;

    static string Cut(string text) => text.Length <= MostStep ? text : text[..(MostStep - 3)] + "...";

    static string? Step(Job job, TableCommand? command) => command?.Format == TableFormat.Hudi
        && HudiJobs.StepOf(job.JobGroup, job.Description) is { } step ? Cut(step) : Step(job.Description, command);

    /// <summary>A job's description as a step: not a place in code, without what comes before a line break, the format's name and
    /// its table.</summary>
    static string? Step(string? description, TableCommand? command)
    {
        if (string.IsNullOrWhiteSpace(description) || description.Contains("$anonfun$", StringComparison.Ordinal)
            || CallSites.Place(description) is not null || JobTexts.IsBatch(description)) return null;
        var text = description[(description.LastIndexOf("<br/>", StringComparison.Ordinal) is >= 0 and var at ? at + 5 : 0)..].Trim();
        // of a run id nobody knows anything
        if (text.IndexOf(" (runId ", StringComparison.Ordinal) is > 0 and var id) text = text[..id];
        while (text.StartsWith(JobTexts.Delta, StringComparison.Ordinal)) text = text[JobTexts.Delta.Length..];
        if (command?.Table is { } table && text.EndsWith($" in {table}", StringComparison.Ordinal)) text = text[..^(table.Length + 4)];
        return Cut(text);
    }
}
