using System.Globalization;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Answers.Fleet.Report;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>How a run can be named in a bill: by its job run, its cluster, its Serverless application, its Glue job.</summary>
sealed partial class BillTargets
{
    readonly Dictionary<string, int> byJobRun = new(StringComparer.Ordinal);

    /// <summary>By namespace and name of the driver's pod, or beginning of the names of its executors' pods.</summary>
    readonly Dictionary<string, List<int>> byPod = new(StringComparer.Ordinal);
    readonly IReadOnlyList<CostedRun> runs;

    public BillTargets(IReadOnlyList<CostedRun> runs)
    {
        this.runs = runs;
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i].Run!;
            if (run.App?.Id is { Length: >= 12 } id) byJobRun.TryAdd(id, i);
            if (JobRunId(run.App?.Name) is { } glue) byJobRun.TryAdd(glue.Run, i);
            if (JobRunId(run.App?.Name)?.Job is { } job) Add(ByGlueJob, job, i);
            var app = ServerlessPlace().Match(run.Key.Uri);
            if (app.Success)
            {
                Add(ByApplication, app.Groups[1].Value, i);
                byJobRun.TryAdd(app.Groups[2].Value, i);
            }
            if (BillTags.ClusterId(run.Key.Uri) is { } cluster) Add(ByCluster, cluster, i);
            foreach (var tag in run.App?.Tags ?? [])
            {
                if (BillTags.ClusterId(tag) is { } tagged) Add(ByCluster, tagged, i);
                else if (tag.IndexOf("job.id=", StringComparison.Ordinal) is >= 0 and var at) byJobRun.TryAdd(tag[(at + 7)..], i);
            }
            if (run.Cluster?.Id?.Split(' ') is ["yarn", var started] && long.TryParse(started, CultureInfo.InvariantCulture, out var ms))
                Add(ByResourceManager, ms, i);
            foreach (var pod in (string?[])[run.Pods?.Driver, run.Pods?.ExecutorPrefix])
            {
                if (pod is not null) Add(byPod, $"{run.App?.Queue ?? DefaultNamespace}/{pod}", i);
            }
        }
    }

    /// <summary>Runs by EMR cluster, where the log's place or the run's tags name it.</summary>
    public Dictionary<string, List<int>> ByCluster { get; } = new(StringComparer.Ordinal);

    /// <summary>By the time, in epoch milliseconds, at which YARN's resource manager was started.</summary>
    public Dictionary<long, List<int>> ByResourceManager { get; } = [];
    public Dictionary<string, List<int>> ByApplication { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, List<int>> ByGlueJob { get; } = new(StringComparer.Ordinal);

    /// <summary>The run that a line names itself: as its job run, or by the name of its pod.</summary>
    public int? RunOf(BillLine line) => JobRunOf(line) ?? PodsRunOf(line);

    /// <summary>"arn:aws:eks:REGION:ACCOUNT:pod/CLUSTER/NAMESPACE/NAME/UID", of a pod that could have lived then.</summary>
    int? PodsRunOf(BillLine line)
    {
        if (byPod.Count == 0 || line.ResourceId is not { } resource || Pod().Match(resource) is not { Success: true } pod) return null;
        var name = pod.Groups[2].Value;
        var executor = name.LastIndexOf("-exec-", StringComparison.Ordinal);
        var found = byPod.GetValueOrDefault($"{pod.Groups[1].Value}/{(executor > 0 ? name[..executor] : name)}")?
            .Where(r => line.FromMs is not { } from || line.UntilMs is not { } until
                || from < SharedClusters.End(runs[r]) + StartMs && until > runs[r].StartMs - StartMs).Take(2).ToList();
        // the same name twice in one time, as in two clusters: neither is taken
        return found is [var run] ? run : null;
    }

    /// <summary>As the value of a tag, such as the label spark-app-selector, or as a part of its resource.</summary>
    int? JobRunOf(BillLine line)
    {
        foreach (var part in line.ResourceId?.Split('/', ':') ?? [])
        {
            if (byJobRun.TryGetValue(part, out var run)) return run;
        }
        foreach (var value in line.TagValues)
        {
            if (byJobRun.TryGetValue(value, out var run)) return run;
        }
        return null;
    }

    /// <summary>"arn:aws:emr-serverless:REGION:ACCOUNT:/applications/ID..."; null for anything else.</summary>
    public static string? ApplicationOf(string? resource) =>
        resource is not null && Application().Match(resource) is { Success: true } m ? m.Groups[1].Value : null;

    /// <summary>"arn:aws:glue:REGION:ACCOUNT:job/NAME"; null for anything else.</summary>
    public static string? GlueJobOf(string? resource) =>
        resource is not null && GlueJob().Match(resource) is { Success: true } m ? m.Groups[1].Value : null;

    /// <summary>Glue names an application after its job and its job run: nativespark-JOB-jr_ID.</summary>
    static (string? Job, string Run)? JobRunId(string? name) => name is not null && GlueName().Match(name) is { Success: true } m
        ? (m.Groups[1].Length > 0 ? m.Groups[1].Value : null, m.Groups[2].Value) : null;

    const string DefaultNamespace = "default";

    /// <summary>A pod starts before its application and ends after it.</summary>
    const long StartMs = 600_000;

    static void Add<T>(Dictionary<T, List<int>> by, T key, int run) where T : notnull
    {
        if (!by.TryGetValue(key, out var runs)) by[key] = runs = [];
        if (!runs.Contains(run)) runs.Add(run);
    }

    [GeneratedRegex(@"/applications/([0-9a-z]{8,64})/(?:jobs|jobruns)/([0-9a-z]{8,64})(?:/|$)", RegexOptions.CultureInvariant)]
    private static partial Regex ServerlessPlace();

    [GeneratedRegex(@":eks:[^:]*:[^:]*:pod/[^/]+/([^/]+)/([^/]+)(?:/|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Pod();

    [GeneratedRegex(@"emr-serverless:[^/]{0,200}/applications/([0-9a-z]{8,64})", RegexOptions.CultureInvariant)]
    private static partial Regex Application();

    [GeneratedRegex(@":glue:[^:]*:[^:]*:job/(.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex GlueJob();

    [GeneratedRegex(@"^(?:nativespark-(.+)-)?(jr_[0-9a-f]{16,80})", RegexOptions.CultureInvariant)]
    private static partial Regex GlueName();
}
