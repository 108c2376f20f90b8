using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>A SQL execution while the log is read.</summary>
sealed class LiveSql(long id)
{
    public readonly long Id = id;
    public long RootId = id;
    public string? Description, Details, Error, PlanText;

    /// <summary>Of the latest plan, its root first.</summary>
    SparkPlanInfo[] nodes = [];
    public IReadOnlyDictionary<string, string> Configs = new Dictionary<string, string>();
    public readonly Dictionary<long, SqlPlanMetric> Definitions = [];
    public readonly Dictionary<long, string?> WriteMetrics = [];
    public long StartMs = -1;
    public long? EndMs;

    public readonly SortedSet<int> Jobs = [], Stages = [];
    public readonly HashSet<int> FailedJobs = [];
    public readonly List<AccumulatorUpdate> DriverUpdates = [];
    public Dictionary<long, SqlMetric>? Values;
    public int EndEvents, PlanUpdates;
    public readonly OrderedDictionary<string, WriteCommand> Writes = new(StringComparer.Ordinal);
    public readonly OrderedDictionary<ScanNode, bool> Scans = [];

    public void SetPlan(SparkPlanInfo? plan, string? text)
    {
        if (plan is null) return;
        PlanText = text;
        nodes = SqlExecution.NodesOf(plan);
        // most plans are given once, and a dictionary grows by copying
        if (Definitions.Count == 0) Definitions.EnsureCapacity(nodes.Sum(n => n.Metrics.Count));
        foreach (var node in nodes)
        {
            var writes = false;
            for (var i = 0; i < node.Metrics.Count; i++)
            {
                var metric = node.Metrics[i];
                Definitions[metric.AccumulatorId] = metric;
                writes |= metric.Name == "number of written files";
            }
            var write = WriteCommandParser.Parse(node);
            if (write is not null) Writes.TryAdd(node.SimpleString, write);
            if (write is not null || writes)
            {
                foreach (var m in node.Metrics) WriteMetrics[m.AccumulatorId] = m.Name;
            }
            var (format, location) = node.Metadata.Count == 0 ? (null, null)
                : (node.Metadata.GetValueOrDefault("Format"), node.Metadata.GetValueOrDefault("Location"));
            if (!string.IsNullOrEmpty(format) || !string.IsNullOrEmpty(location))
                Scans.TryAdd(new ScanNode(node.NodeName, format, location), true);
        }
    }

    /// <summary>What Spark would aggregate for each metric: every task of every stage, and the driver's updates.</summary>
    public void Aggregate(IReadOnlyDictionary<int, SqlStage> stages)
    {
        if (Values is not null) return;
        var collected = new Dictionary<long, MetricValues>();
        foreach (var id in Stages)
        {
            if (!stages.TryGetValue(id, out var stage)) continue;
            foreach (var (accumulator, column) in stage.Values)
            {
                if (Definitions.ContainsKey(accumulator)) ValuesOf(collected, accumulator).AddStage(id, column, stage.NumTasks);
            }
        }
        foreach (var u in DriverUpdates)
        {
            if (Definitions.ContainsKey(u.AccumulatorId)) ValuesOf(collected, u.AccumulatorId).Add(u.Value);
        }
        Values = [];
        foreach (var (accumulator, values) in collected) Values[accumulator] = values.ToMetric(accumulator);
    }

    static MetricValues ValuesOf(Dictionary<long, MetricValues> all, long key)
    {
        if (!all.TryGetValue(key, out var values)) all[key] = values = new MetricValues();
        return values;
    }

    public SqlExecution Build(ILookup<int, StageAttempt> attempts)
    {
        var sums = SumsOf(attempts);
        return new()
        {
            Id = Id,
            RootExecutionId = RootId,
            Description = Description,
            Details = Details,
            StartTimeMs = StartMs,
            EndTimeMs = EndMs,
            ErrorMessage = Error,
            Status = !string.IsNullOrEmpty(Error) || FailedJobs.Count > 0 ? "FAILED" : EndMs is not null ? "COMPLETED" : "RUNNING",
            JobIds = [.. Jobs],
            StageIds = [.. Stages],
            PlanUpdates = PlanUpdates,
            Plan = nodes is [var root, ..] ? root : null,
            PlanNodes = nodes,
            PlanText = PlanText,
            ModifiedConfigs = Configs,
            Writes = [.. Writes.Values],
            Scans = [.. Scans.Keys],
            Metrics = [.. Values!.Values.OrderBy(m => m.AccumulatorId)
                .Select(m => m with { Name = Definitions[m.AccumulatorId].Name, Type = Definitions[m.AccumulatorId].MetricType })],
            Sums = sums,
            DriverAccumUpdates = DriverUpdates,
            FilesWritten = WriteSum(sums, "number of written files"),
            BytesWritten = WriteSum(sums, "written output", "bytes of written output"),
            RowsWritten = Writes.Count > 0 ? WriteSum(sums, "number of output rows") : null,
            DynamicPartitions = WriteSum(sums, "number of dynamic part"),
        };
    }

    /// <summary>An accumulator keeps counting from stage to stage: its largest value is the sum of all of them.</summary>
    Dictionary<long, long> SumsOf(ILookup<int, StageAttempt> attempts)
    {
        var sums = new Dictionary<long, long>();
        foreach (var id in Stages)
        {
            foreach (var attempt in attempts[id])
            {
                foreach (var a in attempt.Info.Accumulables)
                {
                    if (!Definitions.ContainsKey(a.Id)
                        || !long.TryParse(a.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) continue;
                    sums[a.Id] = Math.Max(value, sums.GetValueOrDefault(a.Id));
                }
            }
        }
        foreach (var u in DriverUpdates)
        {
            if (Definitions.ContainsKey(u.AccumulatorId))
                sums[u.AccumulatorId] = Saturating.Add(sums.GetValueOrDefault(u.AccumulatorId), u.Value);
        }
        return sums;
    }

    long? WriteSum(Dictionary<long, long> sums, params string[] names)
    {
        long? sum = null;
        foreach (var (accumulator, name) in WriteMetrics)
        {
            if (names.Contains(name) && sums.TryGetValue(accumulator, out var value)) sum = Saturating.Add(sum ?? 0, value);
        }
        return sum;
    }
}
