using System.Globalization;
using System.Text.RegularExpressions;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.ByIds;

/// <summary>EMR on EC2: event logs are where spark.eventLog.dir of the cluster's configurations says.</summary>
/// <remarks>A folder may hold the logs of many clusters. An application's id begins with the time at which YARN's resource manager was
/// started, which tells whose it is.</remarks>
sealed partial class EmrJobs(ServiceCalls emr, S3LogStore store, long nowMs) : IJobFinder
{
    /// <summary>EMR lists instances for this long after their end.</summary>
    const long NodesListedMs = 30L * 24 * 3_600_000;

    /// <summary>Applications or clusters that a message names.</summary>
    const int Named = 3;

    readonly Dictionary<string, IReadOnlyList<LogPart>> listed = new(StringComparer.Ordinal);

    public FoundJob Find(JobAddress address)
    {
        if (address.Owner is null)
            throw new RightsizerException(
                ExitCode.BadArguments, "emr://: names no cluster, but one run is needed; write emr://j-CLUSTER/application_TIME_NUMBER");
        var cluster = EmrCluster.Describe(emr, address);
        if (cluster.LogFolder is null) return Managed(cluster, address, all: false);
        var (mine, others) = LogsOf(cluster, address);
        var one = OnlyOne(mine.Keys, address);
        return Priced(cluster, others, EventLogLocator.FindIn(cluster.LogFolder, mine[one]));
    }

    static string OnlyOne(IReadOnlyCollection<string> applications, JobAddress address) => applications.Count == 1 ? applications.Single()
        : throw new RightsizerException(ExitCode.BadArguments, string.Create(CultureInfo.InvariantCulture,
            $"{address}: holds {applications.Count} applications ({NamesOf(applications)}); name one, such as ")
            + (address with { Run = applications.Order(StringComparer.Ordinal).First() }));

    public IEnumerable<FoundJob> FindAll(JobAddress address, JobPeriod period)
    {
        if (address.Owner is not null)
        {
            var cluster = EmrCluster.Describe(emr, address);
            if (cluster.LogFolder is null) return [Managed(cluster, address, all: true)];
            var (mine, others) = LogsOf(cluster, address);
            return [Priced(cluster, others + mine.Count - 1, All(cluster, mine))];
        }
        return Clusters(address, period);
    }

    IEnumerable<FoundJob> Clusters(JobAddress all, JobPeriod period)
    {
        var without = new List<string>();
        var folders = new List<string>();
        var clusters = 0;
        foreach (var id in Ids(all, period))
        {
            emr.Cancellation.ThrowIfCancellationRequested();
            clusters++;
            var cluster = EmrCluster.Describe(emr, all with { Owner = id });
            var mine = cluster.LogFolder is { } folder ? Applications(folder, cluster.StartedYarnAt) : [];
            if (mine.Count == 0) without.Add(id);
            if (mine.Count == 0 && cluster.LogFolder is { } empty) folders.Add(empty);
            yield return new FoundJob
            {
                Logs = All(cluster, mine),
                // of an older one the nodes are missing, and its groups tell only how many there are now
                Cluster = cluster.ListsAllNodes && !(cluster.File.EndedMs < nowMs - NodesListedMs) ? cluster.File : null,
            };
        }
        if (clusters == 0)
            throw new RightsizerException(ExitCode.NotAnEventLog,
                $"{all}: no cluster in {emr.Region} in that time (EMR keeps them for two months); check --since, --region and --profile");
        if (clusters == without.Count && folders.Count > 0)
            throw new RightsizerException(ExitCode.NotAnEventLog, string.Create(CultureInfo.InvariantCulture,
                $"{all}: none of the clusters in {emr.Region} has event logs whose ids begin with the time at which it was "
                    + $"started; looked in {string.Join(", ", folders.Distinct().Take(3))}"
                    + $"{(folders.Distinct().Count() > 3 ? ", ..." : "")}; name one application: emr://j-CLUSTER/application_TIME_NUMBER"));
        if (clusters == without.Count)
            throw new RightsizerException(ExitCode.NotAnEventLog, string.Create(CultureInfo.InvariantCulture,
                $"{all}: none of {clusters} clusters in {emr.Region} has event logs on S3; {SetLogDir}"));
        if (without.Count > 0)
            yield return new FoundJob
            {
                Logs = [],
                Note = string.Create(CultureInfo.InvariantCulture,
                    $"{all}: {without.Count} of {clusters} clusters have no event logs on S3: {NamesOf(without)}"),
            };
    }

    /// <summary>Clusters that lived in a period, whenever they were created.</summary>
    List<string> Ids(JobAddress all, JobPeriod period)
    {
        try
        {
            (string, object)[] request = period.UntilExcl is { } until ? [("CreatedBefore", Midnight(until) / 1000)] : [];
            return [.. emr.PostAll("ListClusters", "Clusters", request)
                .Where(c => !(period.Since is { } since && c.At("Status", "Timeline")?.Ms("EndDateTime") < Midnight(since)))
                .Select(c => c.Text("Id")).OfType<string>()];
        }
        catch (ServiceRefusal e)
        {
            throw JobRefusals.Describe(e, all, "list of clusters", emr.Region);
        }
    }

    static long Midnight(DateOnly day) => new DateTimeOffset(day, default, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>The files of the cluster's applications that are asked for, by application, and how many others it has.</summary>
    (Dictionary<string, List<LogPart>> Mine, int Others) LogsOf(EmrCluster cluster, JobAddress address)
    {
        var folder = cluster.LogFolder!;
        var own = Applications(folder, cluster.StartedYarnAt);
        if (address.Run is not { } asked)
            return own.Count > 0 ? (own, 0) : throw new RightsizerException(ExitCode.NotAnEventLog,
                $"{address}: no application in {folder} has an id that begins with the time between the creation of the cluster "
                + $"and its being ready; if YARN was started again, name the application: {address}/application_TIME_NUMBER");
        if (!cluster.LivedAt(StartOf(asked), nowMs))
            throw new RightsizerException(ExitCode.BadArguments, string.Create(CultureInfo.InvariantCulture,
                $"{address}: the application's YARN started at {Utc(StartOf(asked))}, when the cluster did not run; check the ids"));
        var found = Applications(folder, (_, _) => true, asked);
        return found.Count > 0 ? (found, own.Keys.Count(k => k != asked)) : throw new RightsizerException(ExitCode.InputUnreadable,
            $"{address}: no log of this application in {folder}; "
            + (own.Count > 0 ? $"of the cluster there {(own.Count == 1 ? "is" : "are")} {NamesOf(own.Keys)}"
                : "check the id; Spark writes logs only with spark.eventLog.enabled=true"));
    }

    /// <summary>From EMR's own store, where a cluster without a folder of its own keeps its event logs.</summary>
    FoundJob Managed(EmrCluster cluster, JobAddress address, bool all)
    {
        var arn = cluster.Arn ?? throw new RightsizerException(
            ExitCode.InputUnreadable, $"{address}: EMR gives no ARN of the cluster, by which its Spark History Server is asked for");
        var store = ManagedStore.OfTarget(emr, address, "the cluster keeps no event logs on S3", ("TargetResourceArn", arn));
        var applications = store.Applications;
        if (applications.Count == 0)
            throw new RightsizerException(ExitCode.NotAnEventLog, $"{address}: EMR's own Spark History Server lists no application of the "
                + $"cluster (spark.eventLog.dir is {cluster.EventLogDir ?? "not set in its configurations"}); {SetLogDir}");
        if (address.Run is { } asked && !applications.Contains(asked))
            throw new RightsizerException(ExitCode.InputUnreadable, $"{address}: EMR's own Spark History Server does not list this "
                + $"application; there {(applications.Count == 1 ? "is" : "are")} {NamesOf(applications)}");
        IReadOnlyList<string> wanted = address.Run is { } one ? [one] : all ? applications : [OnlyOne(applications, address)];
        return Priced(cluster, applications.Count - 1, [.. wanted.SelectMany(store.Find)]);
    }

    const string SetLogDir = "set spark.eventLog.dir to an s3:// folder in the classification spark-defaults for later runs";

    static string Utc(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static string NamesOf(IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return string.Join(", ", all.Take(Named)) + (all.Count > Named ? ", ..." : "");
    }

    /// <summary>The files of a folder by the application that their path names; those of no application are left out.</summary>
    Dictionary<string, List<LogPart>> Applications(string folder, Func<long, long, bool> startedAt, string? only = null)
    {
        if (!listed.TryGetValue(folder, out var parts)) listed[folder] = parts = store.Under(folder);
        var found = new Dictionary<string, List<LogPart>>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            if (Application().Match(part.Name) is not { Success: true } m || only is not null && m.Value != only
                || !startedAt(StartOf(m.Value), nowMs)) continue;
            if (!found.TryGetValue(m.Value, out var files)) found[m.Value] = files = [];
            files.Add(part);
        }
        return found;
    }

    /// <summary>Files that their name makes a log are not opened to find out.</summary>
    static List<EventLog> All(EmrCluster cluster, Dictionary<string, List<LogPart>> applications) => [.. applications
        .OrderBy(a => a.Key, StringComparer.Ordinal)
        .SelectMany(a => EventLogLocator.FindAllIn(
            cluster.LogFolder!, a.Value, p => !p.Name.Contains("appstatus_", StringComparison.Ordinal)))];

    /// <summary>With the cluster where it can price these logs.</summary>
    FoundJob Priced(EmrCluster cluster, int others, IReadOnlyList<EventLog> logs)
    {
        // a History Server does not tell when a log was written: it may be as old as the cluster
        var lastMs = logs.SelectMany(l => l.Parts).Max(p => p.ModifiedMs) ?? cluster.File.CreatedMs ?? nowMs;
        if (!cluster.ListsAllNodes || lastMs < nowMs - NodesListedMs)
            return new FoundJob
            {
                Logs = logs,
                Note = $"emr://{cluster.File.Id}: EMR lists at most 2,000 nodes of a cluster, and those that ended for 30 days: its nodes "
                    + "are not all known, so its cost is not taken from it",
            };
        // the whole life of a cluster is not one application's where others ran on it
        return new FoundJob { Logs = logs, Cluster = others > 0 ? cluster.File with { AutoTerminate = false } : cluster.File };
    }

    /// <summary>"application_1700000000000_0001": when the resource manager was started, in epoch milliseconds.</summary>
    static long StartOf(string application) =>
        long.TryParse(application.Split('_')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? ms : 0;

    [GeneratedRegex(@"application_\d{10,16}_\d{4,10}", RegexOptions.CultureInvariant)]
    private static partial Regex Application();
}
