using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Redacting;

/// <summary>Stand-ins for the names in a run.</summary>
static class RunNames
{
    public static ApplicationRun Redact(ApplicationRun run, Pseudonyms p)
    {
        var named = run with
        {
            App = run.App with { Name = p.App(run.App.Name), User = p.User(run.App.User) },
            Executors = [.. run.Executors.Select(x => Executor(x, p))],
            Jobs = [.. run.Jobs.Select(j => Job(j, p))],
            Stages = [.. run.Stages.Select(s => Stage(s, p))],
            SqlExecutions = [.. run.SqlExecutions.Select(x => Sql(x, p))],
            Processes = [],
        };
        return named with { Environment = Environment(run.Environment, p) };
    }

    static SparkEnvironment Environment(SparkEnvironment e, Pseudonyms p) => new()
    {
        SparkProperties = e.SparkProperties.ToDictionary(s => s.Key, s => p.Setting(Formatting.Redaction.Value(s.Key, s.Value))!),
        Updates = e.Updates,
    };

    static ExecutorLife Executor(ExecutorLife x, Pseudonyms p) => x with
    {
        Host = p.Host(x.Host),
        HostPort = x.HostPort is { } at && at.LastIndexOf(':') is var colon and >= 0 ? p.Host(at[..colon]) + at[colon..]
            : p.Host(x.HostPort),
        RemoveReason = p.Words(x.RemoveReason),
        Attributes = x.Attributes.ToDictionary(a => a.Key, a => p.Words(a.Value)!),
    };

    static Job Job(Job j, Pseudonyms p) => j with
    {
        Name = p.CallSite(j.Name),
        Description = p.Sql(j.Description),
        JobGroup = p.Name(j.JobGroup),
        Tags = [.. j.Tags.Select(t => p.Name(t)!)],
        Pool = Pool(j.Pool, p),
        Failure = p.Words(j.Failure),
        KilledTasksSummary = Reasons(j.KilledTasksSummary, p),
    };

    static StageAttempt Stage(StageAttempt s, Pseudonyms p) => s with
    {
        Info = s.Info with
        {
            Name = p.CallSite(s.Info.Name),
            Details = "",
            FailureReason = p.Words(s.Info.FailureReason),
            Rdds = [.. s.Info.Rdds
                .Select(r => r with { Name = p.Name(r.Name), Callsite = p.CallSite(r.Callsite), Scope = Scope(r.Scope, p) })],
            Accumulables = [.. s.Info.Accumulables.Select(a => Accumulable(a, p))],
        },
        Description = p.Sql(s.Description),
        Pool = Pool(s.Pool, p)!,
        KilledTasksSummary = Reasons(s.KilledTasksSummary, p),
    };

    static SqlExecution Sql(SqlExecution x, Pseudonyms p) => x with
    {
        Description = p.Sql(x.Description),
        Details = null,
        ErrorMessage = p.Words(x.ErrorMessage),
        PlanText = null,
        Plan = x.Plan is { } plan ? Node(plan, p) : null,
        ModifiedConfigs = new Dictionary<string, string>(),
        Writes = [.. x.Writes.Select(w =>
            w with { Path = p.Path(w.Path), Table = p.Table(w.Table),
            PartitionColumns = [.. w.PartitionColumns.Select(c => p.Name(c)!)] })],
        Scans = [.. x.Scans.Select(s => s with { Node = NodeName(s.Node, p), Location = p.Path(s.Location) })],
    };

    static SparkPlanInfo Node(SparkPlanInfo root, Pseudonyms p) => root with
    {
        NodeName = NodeName(root.NodeName, p),
        SimpleString = "",
        Metadata = new Dictionary<string, string>(),
        Children = [.. root.Children.Select(c => Node(c, p))],
    };

    /// <summary>"Scan parquet sales.orders": what is scanned is named after how.</summary>
    static string NodeName(string name, Pseudonyms p)
    {
        var words = name.Split(' ', 3);
        return words is ["Scan" or "BatchScan", _, { Length: > 0 }] ? $"{words[0]} {words[1]} {p.Table(words[2])}"
            : words is ["BatchScan", _] ? $"BatchScan {p.Table(words[1])}" : name;
    }

    static string? Scope(string? scope, Pseudonyms p) =>
        scope is not null && scope.Contains("Scan ", StringComparison.Ordinal) ? p.Name(scope) : scope;

    static Accumulable Accumulable(Accumulable a, Pseudonyms p) =>
        a.Internal || a.Metadata == "sql" ? a : a with { Name = p.Name(a.Name), Value = Number(a.Value, p), Update = Number(a.Update, p) };

    static string? Number(string? value, Pseudonyms p) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? value : p.Words(value);

    static string? Pool(string? pool, Pseudonyms p) => pool == "default" ? pool : p.Name(pool);

    static Dictionary<string, int> Reasons(IReadOnlyDictionary<string, int> reasons, Pseudonyms p) =>
        reasons.GroupBy(r => p.Words(r.Key)!).ToDictionary(g => g.Key, g => g.Sum(r => r.Value));
}
