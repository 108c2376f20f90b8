using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Hosts on which tasks of the same stages take longer than elsewhere.</summary>
static class SlowHosts
{
    /// <summary>A host is slow from 1.3 times the others' time for equal work.</summary>
    public const double MinRatio = 1.3;
    public const int MinTasks = 5, MinStageTasks = 2;

    /// <summary>In one stage alone a host may have warmed up later, or hold other data.</summary>
    public const int MinStages = 2;
    public const double MinQuartileRatio = 1.1;

    const int ManyHosts = 8;

    /// <summary>
    /// Median ratio of a task's run time on the host to its stage's median elsewhere, for hosts slow enough; empty on one host. Tasks
    /// that read something are compared with such tasks, and what one read more than those elsewhere is not the host's doing.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Find(RunFacts facts)
    {
        var ratios = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        var seen = new Dictionary<string, HashSet<StageTasks>>(StringComparer.Ordinal);
        foreach (var stage in facts.ExecutedStages.Where(s => s.Count >= MinTasks))
        {
            foreach (var empty in (ReadOnlySpan<bool>)[false, true]) Compare(stage, ByHost(stage, empty, facts), ratios, seen);
        }
        return ratios.Where(r => r.Value.Count >= MinTasks && seen[r.Key].Count >= MinStages && SlowEnough(r.Value))
            .ToDictionary(r => r.Key, r => Statistics.Median(r.Value), StringComparer.Ordinal);
    }

    static void Compare(StageTasks stage, OrderedDictionary<string, List<int>> byHost, Dictionary<string, List<double>> ratios,
        Dictionary<string, HashSet<StageTasks>> seen)
    {
        if (byHost.Count < 2) return;
        // among many hosts one alone does not move the median
        Usual? all = byHost.Count > ManyHosts ? Usual.Of(stage, byHost.Values.SelectMany(t => t)) : null;
        foreach (var (host, tasks) in byHost)
        {
            if (tasks.Count < MinStageTasks) continue;
            var elsewhere = all ?? Usual.Of(stage, byHost.Where(h => h.Key != host).SelectMany(h => h.Value));
            if (elsewhere.RunMs <= 0) continue;
            if (!ratios.TryGetValue(host, out var list)) ratios[host] = list = [];
            if (!seen.TryGetValue(host, out var stages)) seen[host] = stages = [];
            stages.Add(stage);
            list.AddRange(tasks.Select(i => elsewhere.RatioOf(stage, i)));
        }
    }

    /// <summary>Medians of tasks of a stage.</summary>
    readonly record struct Usual(double RunMs, double Bytes, double Records)
    {
        public static Usual Of(StageTasks stage, IEnumerable<int> tasks)
        {
            int[] at = [.. tasks];
            return new(Statistics.Median(at.Select(i => stage.RunMs[i])), Statistics.Median(at.Select(i => stage.Bytes[i])),
                Statistics.Median(at.Select(i => stage.Records[i])));
        }

        public double RatioOf(StageTasks stage, int i) =>
            stage.RunMs[i] / RunMs / Math.Max(1, Math.Max(Over(stage.Bytes[i], Bytes), Over(stage.Records[i], Records)));

        static double Over(double value, double usual) => usual > 0 ? value / usual : 1;
    }

    /// <summary>
    /// Places of tasks with or without data, in the order in which the hosts had their first such task; hosts without a name left out.
    /// </summary>
    static OrderedDictionary<string, List<int>> ByHost(StageTasks stage, bool empty, RunFacts facts)
    {
        var byHost = new OrderedDictionary<string, List<int>>(StringComparer.Ordinal);
        string? lastHost = null;
        List<int> last = [];
        for (var i = 0; i < stage.Count; i++)
        {
            if (stage.IsEmpty(i) != empty || stage.FirstWave[i] || stage.RunMs[i] <= 0) continue;
            if (HostOf(stage, i, facts) is not { Length: > 0 } host) continue;
            if (!ReferenceEquals(host, lastHost))
            {
                lastHost = host;
                if (!byHost.TryGetValue(host, out last!)) byHost.Add(host, last = []);
            }
            last.Add(i);
        }
        return byHost;
    }

    public static string HostOf(StageTasks stage, int i, RunFacts facts)
    {
        var t = stage.Stage.Tasks;
        return facts.ExecutorAt(t.ExecutorId(stage.Rows[i]), t.LaunchTimeMs(stage.Rows[i]))?.HostName ?? "";
    }

    /// <summary>The median is slow, and so are nearly all: three in four by a tenth or more. One long task makes no slow host.</summary>
    static bool SlowEnough(List<double> ratios) =>
        Statistics.Median(ratios) >= MinRatio && Statistics.Quantile([.. ratios.Order()], 0.25) >= MinQuartileRatio;
}
