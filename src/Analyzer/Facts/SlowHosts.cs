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
    /// Median ratio of a task's run time on the host to its stage's median elsewhere, for hosts slow enough; empty on one host.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Find(RunFacts facts)
    {
        var ratios = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stage in facts.ExecutedStages.Where(s => s.Count >= MinTasks))
        {
            var byHost = RunTimesByHost(stage, facts);
            if (byHost.Count < 2) continue;
            // among many hosts one alone does not move the median
            double? all = byHost.Count > ManyHosts ? Statistics.Median(byHost.Values.SelectMany(t => t)) : null;
            foreach (var (host, times) in byHost)
            {
                var elsewhere = all ?? Statistics.Median(byHost.Where(h => h.Key != host).SelectMany(h => h.Value));
                if (elsewhere <= 0 || times.Count < MinStageTasks) continue;
                if (!ratios.TryGetValue(host, out var list)) ratios[host] = list = [];
                seen[host] = seen.GetValueOrDefault(host) + 1;
                foreach (var ms in times) list.Add(ms / elsewhere);
            }
        }
        return ratios.Where(r => r.Value.Count >= MinTasks && seen[r.Key] >= MinStages && SlowEnough(r.Value))
            .ToDictionary(r => r.Key, r => Statistics.Median(r.Value), StringComparer.Ordinal);
    }

    /// <summary>In the order in which the hosts had their first such task; those without a name left out.</summary>
    static OrderedDictionary<string, List<double>> RunTimesByHost(StageTasks stage, RunFacts facts)
    {
        var byHost = new OrderedDictionary<string, List<double>>(StringComparer.Ordinal);
        string? lastHost = null;
        List<double> last = [];
        for (var i = 0; i < stage.Count; i++)
        {
            if (stage.FirstWave[i] || stage.RunMs[i] <= 0 || HostOf(stage, i, facts) is not { Length: > 0 } host) continue;
            if (!ReferenceEquals(host, lastHost))
            {
                lastHost = host;
                if (!byHost.TryGetValue(host, out last!)) byHost.Add(host, last = []);
            }
            last.Add(stage.RunMs[i]);
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
