namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>
/// Split cost allocation: lines of pods say which part of their instance's cost is theirs, and lines of instances have the cost. What runs
/// are charged is taken from the instance, so that nothing counts twice.
/// </summary>
sealed class PodShares
{
    /// <summary>Instances that are kept apart; those beyond stay without a run.</summary>
    const int MaxInstances = 100_000;

    /// <summary>Rounding of AWS's figures: pods may take this much more than their instance was billed.</summary>
    const decimal Tolerance = 0.000001m;

    readonly Dictionary<string, Instance> instances = new(StringComparer.Ordinal);

    sealed class Instance
    {
        public Dictionary<string, (decimal Usd, long Lines)> ByUsageType { get; } = new(StringComparer.Ordinal);
        public SortedDictionary<int, decimal> OfRuns { get; } = [];
        public long PodLines { get; set; }
    }

    /// <summary>Lines of pods whose instance has no line that a run could be charged with; known once shared out.</summary>
    public long WithoutInstance { get; private set; }

    /// <param name="instance">Null for a pod without one, as on Fargate: it has a cost of its own.</param>
    /// <param name="usd">Its part, with what of the instance was not used.</param>
    /// <param name="run">Null where no run of it is known: its part stays with the instance.</param>
    public void AddPod(string? instance, decimal usd, int? run)
    {
        if (instance is null || Find(instance) is not { } at) return;
        at.PodLines++;
        if (run is { } of && usd > 0) at.OfRuns[of] = at.OfRuns.GetValueOrDefault(of) + usd;
    }

    /// <summary>A line of an instance that no cluster and no run took.</summary>
    public void AddInstance(BillLine line)
    {
        if (line.ResourceId is not { } id || Find(id) is not { } at) return;
        var (usd, lines) = at.ByUsageType.GetValueOrDefault(line.UsageType);
        at.ByUsageType[line.UsageType] = (usd + line.ChargedUsd, lines + 1);
    }

    public void ShareOut(BillJoin join)
    {
        foreach (var (_, instance) in instances.Where(i => i.Value.PodLines > 0).OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            var billed = instance.ByUsageType.Values.Sum(t => t.Usd);
            if (billed <= 0)
            {
                WithoutInstance += instance.PodLines;
                continue;
            }
            var held = instance.OfRuns.Values.Sum();
            // more than was billed: the file is cut, or a discount is in one of both columns alone
            var scale = held > billed + Tolerance ? billed / held : 1;
            var left = billed;
            foreach (var (run, usd) in instance.OfRuns)
            {
                var part = Math.Min(left, scale == 1 ? usd : BillShares.Floor(usd * scale));
                join.Runs[run].Add(Ledgers.CostService.Ec2, part, BillMatch.PodShare);
                left -= part;
            }
            // every usage type keeps the same share, the last one what rounding leaves
            var (share, types) = (left / billed, instance.ByUsageType.OrderBy(t => t.Key, StringComparer.Ordinal).ToList());
            foreach (var (usageType, (usd, lines)) in types)
            {
                var rest = usageType == types[^1].Key ? left : Math.Min(left, BillShares.Floor(usd * share));
                join.AddNobodys(Ec2, usageType, BillJoin.Instances, BillReasons.NoCluster, -usd, -lines);
                join.AddNobodys(Ec2, usageType, BillJoin.Instances, BillReasons.OtherPods, rest, lines);
                left -= rest;
            }
        }
    }

    static string Ec2 => BillServices.Word(Ledgers.CostService.Ec2);

    Instance? Find(string id)
    {
        var key = id[(id.LastIndexOfAny(['/', ':']) + 1)..];
        if (instances.TryGetValue(key, out var known)) return known;
        return instances.Count >= MaxInstances ? null : instances[key] = new Instance();
    }
}
