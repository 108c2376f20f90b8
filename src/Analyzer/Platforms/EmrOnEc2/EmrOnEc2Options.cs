using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>Clusters of EMR on EC2: transient, one worker type, On-Demand or with Spot task nodes.</summary>
static class EmrOnEc2Options
{
    /// <summary>Shares of the worker nodes that stay On-Demand beside Spot. docs/science.md 6.</summary>
    static readonly double[] onDemandShares = [0, 0.25, 0.5, 0.75];

    public static IEnumerable<Option> Enumerate(IJobToPlace job, IReadOnlyList<InstanceType> types, NodeRates rates)
    {
        var wanted = new[] { Purchase.OnDemand, Purchase.Spot }.Where(job.Allows).ToList();
        var fits = new List<(InstanceType Type, ExecutorPlan Executor, int PerNode, bool DriverTakesRoom, SpeedClass Speed)>();
        var tooSmall = 0;
        // asked for by each option: once for each architecture
        var primaries = types.Select(t => t.Arch).Distinct().ToDictionary(a => a, a => PrimaryNode.Holding(job.Book, a,
            EmrOnEc2Platform.OnPrimaryMib(job.Shape), type => rates.Of(type, Purchase.OnDemand)?.Usd), StringComparer.Ordinal);
        foreach (var type in types)
        {
            var before = fits.Count;
            foreach (var cores in job.CoresTried)
            {
                if (Fit(job, type, cores) is not { } fit) continue;
                var occupancy = (double)fit.PerNode * cores / type.Vcpu;
                var slots = job.TaskCpus.SlotsOn(cores);
                fits.Add((type, fit.Executor, fit.PerNode, fit.DriverTakesRoom,
                    job.SpeedOn(Machine.On(type, occupancy), cores, fit.Executor.HeapMib * 1048576.0 / slots)));
            }
            if (fits.Count == before) tooSmall++;
        }
        if (tooSmall > 0)
            job.LeaveOut(FormattableString.Invariant($"{tooSmall} instance types"), LeftOutReason.TooLittleMemory,
                "no executor with the memory that a task slot needs fits in YARN's memory", tooSmall);
        foreach (var purchase in wanted)
        {
            var equal = fits.GroupBy(f => (f.Speed, f.Executor.Cores, f.PerNode, f.Type.Arch))
                .SelectMany(g =>
                EqualTypes.Undominated(
                job, g.Select(f => (Fit: f, Rate: rates.Of(f.Type.Name, purchase), OnDemand: rates.Of(f.Type.Name, Purchase.OnDemand)))
                    .Where(f => f is { Rate: not null, OnDemand: not null }), f => (f.Fit.Type, f.Fit.Executor.HeapMib),
                    f => [f.Rate!.Usd, f.OnDemand!.Usd]));
            foreach (var (fit, rate, _) in equal)
            {
                foreach (var nodes in job.Counts())
                {
                    var executors = nodes * fit.PerNode - (fit.DriverTakesRoom ? 1 : 0);
                    if (executors < 1 || !job.SlotsInRange(executors, fit.Executor.Cores)
                        || !job.HoldsCache(executors, fit.Executor.HeapMib)) continue;
                    foreach (var share in purchase == Purchase.Spot ? onDemandShares : [1])
                    {
                        if (Make(job, rates, primaries[fit.Type.Arch], fit.Type, fit.Executor with { Count = executors }, fit.PerNode,
                            fit.Speed, nodes, executors, share, rate!) is { } option) yield return option;
                    }
                }
            }
        }
    }

    static (ExecutorPlan Executor, int PerNode, bool DriverTakesRoom)? Fit(IJobToPlace job, InstanceType type, int cores)
    {
        if (job.Book.YarnMemoryOf(type.Name) is not { } yarn) return null;
        var master = EmrOnEc2Platform.MasterMib(job.Shape);
        if (master > yarn.Mib) return null;
        var beside = EmrOnEc2Platform.IsSmall(master, yarn.Mib);
        var room = beside ? yarn.Mib - master : yarn.Mib;
        if (ExecutorFit.Fit(job, cores, type.Vcpu, room, EmrOnEc2Platform.Overhead.Value) is not { } fit) return null;
        var step = room / fit.PerNode / EmrOnEc2Platform.ContainerStep.Whole * EmrOnEc2Platform.ContainerStep.Whole;
        if (ExecutorFit.InContainer(job, cores, step, EmrOnEc2Platform.Overhead.Value) is not { } executor) return null;
        return (!beside && master > executor.ContainerMib) || EmrOnEc2Limits.Problem(job.Book, type.Name, fit.PerNode, executor) is not null
            ? null : (executor, fit.PerNode, !beside);
    }

    static Option? Make(IJobToPlace job, NodeRates rates, string? primary, InstanceType type, ExecutorPlan executor, int perNode,
        SpeedClass speed, int nodes, int executors, double onDemandShare, NodeRate rate)
    {
        if (primary is null || rates.Of(primary, Purchase.OnDemand) is not { } primaryRate
            || rates.Of(type.Name, Purchase.OnDemand) is not { } onDemand) return null;
        var spot = onDemandShare < 1;
        var ownCore = onDemandShare > 0 || type.Name == TransientCluster.PrimaryOf(type.Arch);
        var onDemandNodes = !spot ? nodes : ownCore ? Math.Max(1, (int)Math.Ceiling(onDemandShare * nodes)) : 0;
        if (spot && onDemandNodes >= nodes) return null;
        var spare = ownCore ? null : TransientCluster.PrimaryOf(type.Arch);
        var spareUsd = 0m;
        if (spare is not null)
        {
            if (rates.Of(spare, Purchase.OnDemand) is not { } s) return null;
            spareUsd = s.Usd;
        }
        var (dataGib, dataUsd) = DataVolume(job, type, nodes, rates);
        if (dataGib > 0 && dataUsd is null) return null;
        return new Option
        {
            Kind = (spot, type.Arch) switch
            {
                (false, "arm64") => OfferKind.OnDemandGraviton,
                (false, _) => OfferKind.OnDemandX86,
                (true, "arm64") => OfferKind.SpotGraviton,
                _ => OfferKind.SpotX86
            },
            Platform = RunPlatform.EmrOnEc2,
            Architecture = type.Arch,
            Type = type,
            Nodes = nodes,
            ExecutorsPerNode = perNode,
            OnDemandNodes = onDemandNodes,
            Executor = executor,
            Speed = speed,
            Count = new ExecutorCount(executors, executor.Cores),
            UsdPerHour = primaryRate.Usd + spareUsd + onDemandNodes * onDemand.Usd + nodes * (dataUsd ?? 0),
            SpotUsdPerHour = spot ? rate.Ec2Usd : 0,
            SpotExtrasUsdPerHour = spot ? rate.ExtrasUsd : 0,
            InterruptionsPerHour = spot ? job.InterruptionsPerHour(type) : 0,
            DataGib = dataGib,
            StartUpMs = job.StartUpMs(RunPlatform.EmrOnEc2),
            PrimaryType = primary,
            SpareCoreType = spare,
        };
    }

    /// <summary>
    /// GiB of a gp3 volume that takes the place of the default ones where those cannot hold the shuffle, and what it costs above them.
    /// </summary>
    static (int Gib, decimal? UsdPerHour) DataVolume(IJobToPlace job, InstanceType type, int nodes, NodeRates rates)
    {
        var needed = (int)Math.Ceiling(job.DiskBytesNeeded / nodes / (1 << 30));
        if (!type.IsEbsOnly)
            return needed <= (double)type.LocalStorageGb * 1e9 / (1 << 30) ? (0, 0) : (needed, rates.DataGibUsdPerHour * needed);
        var there = job.Book.EbsDefaults(type.Size)?.GibTotal ?? 0;
        return needed <= there ? (0, 0) : (needed, rates.DataGibUsdPerHour * (needed - there));
    }
}
