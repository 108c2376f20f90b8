using System.Globalization;
using System.Text;
using System.Text.Json;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts.Clusters;

/// <summary>
/// Reads what the AWS CLI prints about many clusters and job runs: describe-cluster, list-instances, get-job-run of EMR Serverless,
/// get-job-runs of Glue, in any number of files. Instances find their cluster by their group or fleet, else as the only one of a file.
/// </summary>
public static class ClusterFilesReader
{
    /// <summary>One for each cluster (with its id) and for each job run (with its job run's id).</summary>
    /// <param name="texts">Name and content of each file.</param>
    /// <exception cref="RightsizerException">A file is not JSON, or nothing known is in any.</exception>
    public static IReadOnlyList<ClusterFile> Parse(IEnumerable<(string Name, string Json)> texts)
    {
        var clusters = new List<ClusterFile>();
        var jobRuns = new List<ClusterFile>();
        var instances = new List<(ClusterInstance Instance, string? OnlyCluster)>();
        foreach (var (name, json) in texts)
        {
            var (before, mine) = (clusters.Count, new List<ClusterInstance>());
            JsonElement? policy = null;
            foreach (var document in Documents(name, json))
            {
                if (ClusterFileReader.Object(document, "Cluster") is { } c && ClusterFileReader.Text(c, "Id") is { } id)
                    clusters.Add(ClusterFileReader.WithCluster(new ClusterFile(), c) with { Id = id });
                policy = ClusterFileReader.Object(document, "ManagedScalingPolicy") ?? policy;
                foreach (var i in ClusterFileReader.Array(document, "Instances") ?? [])
                {
                    if (ClusterFileReader.Instance(i) is { } instance) mine.Add(instance);
                }
                if (ClusterFileReader.Object(document, "jobRun") is { } run && ClusterFileReader.Text(run, "jobRunId") is { } runId)
                    jobRuns.Add(ClusterFileReader.WithServerless(new ClusterFile(), run) with { JobRunId = runId });
                JsonElement[] glue = ClusterFileReader.Object(document, "JobRun") is { } one ? [one]
                    : ClusterFileReader.Array(document, "JobRuns") ?? [];
                foreach (var g in glue)
                {
                    if (ClusterFileReader.Text(g, "Id") is { } glueId)
                        jobRuns.Add(ClusterFileReader.WithGlue(new ClusterFile(), g) with { JobRunId = glueId });
                }
            }
            var only = clusters.Count == before + 1 ? clusters[^1].Id : null;
            instances.AddRange(mine.Select(i => (i, only)));
            // a policy does not name its cluster
            if (only is not null && policy is { } p) clusters[^1] = ClusterFileReader.WithScaling(clusters[^1], p);
        }
        if (clusters.Count == 0 && jobRuns.Count == 0)
            throw new RightsizerException(ExitCode.BadArguments,
                "--cluster: no cluster and no job run with an id in these files; give what `aws emr describe-cluster`, `list-instances` or "
                + "`get-job-run` prints");
        return [.. WithInstances(clusters, instances), .. jobRuns.GroupBy(j => j.JobRunId).Select(g => g.Last())];
    }

    static IEnumerable<ClusterFile> WithInstances(
        List<ClusterFile> clusters, List<(ClusterInstance Instance, string? OnlyCluster)> instances)
    {
        // the same cluster described twice: the later answer holds
        foreach (var c in clusters.GroupBy(c => c.Id).Select(g => g.Last()))
        {
            var mine = instances.Where(i => i.Instance.GroupId is { } g && c.Groups.Any(x => x.Id == g)
                || i.OnlyCluster == c.Id && !clusters.Any(o => o.Groups.Any(x => x.Id is not null && x.Id == i.Instance.GroupId)));
            yield return c with
            {
                Instances = [.. mine.Select(i => i.Instance).GroupBy(i => i.Ec2InstanceId ?? Own(i)).Select(g => g.Last())],
            };
        }
        static string Own(ClusterInstance i) => string.Create(CultureInfo.InvariantCulture,
            $"{i.GroupId} {i.InstanceType} {i.CreatedMs} {i.EndedMs} {System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(i)}");
    }

    static IEnumerable<JsonElement> Documents(string name, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var found = new List<JsonElement>();
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions
            {
                AllowMultipleValues = true,
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            });
            while (reader.Read())
            {
                using var document = JsonDocument.ParseValue(ref reader);
                var root = document.RootElement.Clone();
                found.AddRange(root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : [root]);
            }
        }
        catch (JsonException e)
        {
            throw new RightsizerException(ExitCode.BadArguments, string.Create(CultureInfo.InvariantCulture,
                $"--cluster {name}: not JSON in line {(e.LineNumber ?? 0) + 1}"), e);
        }
        return found.Where(e => e.ValueKind == JsonValueKind.Object);
    }
}
