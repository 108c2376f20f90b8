using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.EmrOnEks;
using Rightsizer.Analyzer.Platforms.EmrServerless;
using Rightsizer.Analyzer.Platforms.Glue;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>The ledger of an option: every line by the rules of docs/pricing.md, its seconds simulated.</summary>
static class CandidateLedger
{
    /// <param name="job">The job.</param>
    /// <param name="option">What.</param>
    /// <param name="run">Simulated there.</param>
    /// <param name="ms">Application time.</param>
    /// <param name="name">Of the ledger.</param>
    public static Ledger Of(SizingJob job, Option option, SimulatedRun run, double ms, string name)
    {
        var ledger = new LedgerBuilder(job.Region, job.Request.Pricing.Discounts);
        var seconds = (decimal)Math.Round(ms) / 1000;
        var release = job.Request.Pricing.Cluster?.ReleaseLabel;
        switch (option.Platform)
        {
            case SizingPlatform.EmrOnEc2:
                TransientCluster.AddNodes(ledger, job.Book, release, [.. Nodes(option).Select(n => Use(n))], seconds);
                break;
            case SizingPlatform.EmrOnEks:
                EmrOnEksBilling.AddNodes(ledger, job.Book, Nodes(option).Select(n => Use(n) with
                {
                    Seconds = seconds + OtherOptions.EksStartUpSeconds,
                    RootVolume = NodeRates.EksRoot with { SizeGib = NodeRates.EksRoot.SizeGib + option.DataGib },
                    Volumes = [],
                }));
                EmrOnEksBilling.AddPods(ledger, job.Book, Pods(job, option, run, seconds));
                EmrOnEksBilling.AddControlPlane(ledger, job.Book, seconds + OtherOptions.EksStartUpSeconds, false, Ground.Assumed);
                ledger.Note(FormattableString.Invariant($"a node group and a control plane of its own; {OtherOptions.EksStartUpSeconds} s for the nodes to start and gp3 root volumes of {NodeRates.EksRoot.SizeGib} GiB are assumed"));
                break;
            case SizingPlatform.EmrServerless:
                EmrServerlessBilling.Add(ledger, job.Book, option.Architecture, Ground.Billed, Workers(job, option, run, seconds));
                ledger.Note("each worker is billed from its simulated start to its end; an executor is taken to come 60 s after it is asked for");
                break;
            default:
                GlueBilling.Add(ledger, job.Book, new GlueUse { WorkerType = option.WorkerType!, Workers = option.Nodes, Seconds = seconds, Ground = Ground.Simulated });
                ledger.Note("fixed workers, the driver's is one of them");
                break;
        }
        RunRequests.Add(ledger, job.Book, job.Run);
        return ledger.Build(name, (long)Math.Round(ms));

        static NodeUse Use(CandidateNodes n) => new()
        {
            Role = n.Role,
            InstanceType = n.InstanceType,
            Count = n.Count,
            Seconds = 0,
            Purchase = n.Purchase,
            Volumes = n.DataVolume is { } v ? [v] : null,
            Ground = Ground.Simulated,
        };
    }

    public static IReadOnlyList<CandidateNodes> Nodes(Option option)
    {
        if (option.Type is not { } type) return [];
        if (option.Platform == SizingPlatform.EmrOnEks) return [Node("node", type.Name, Purchase.OnDemand, option.Nodes, option.ExecutorsPerNode)];
        var nodes = new List<CandidateNodes> { Node("primary", option.PrimaryType!, Purchase.OnDemand, 1, 0) };
        var volume = option.DataGib > 0 ? new EbsVolume("gp3", option.DataGib) : null;
        if (option.SpareCoreType is { } spare) nodes.Add(Node("core", spare, Purchase.OnDemand, 1, 0));
        if (option.OnDemandNodes > 0) nodes.Add(Node("core", type.Name, Purchase.OnDemand, option.OnDemandNodes, option.ExecutorsPerNode) with { DataVolume = volume });
        if (option.SpotNodes > 0) nodes.Add(Node("task", type.Name, Purchase.Spot, option.SpotNodes, option.ExecutorsPerNode) with { DataVolume = volume });
        return nodes;
    }

    static CandidateNodes Node(string role, string type, Purchase purchase, int count, int executors) =>
        new() { Role = role, InstanceType = type, Purchase = purchase, Count = count, ExecutorsPerNode = executors };

    static IEnumerable<WorkerUse> Workers(SizingJob job, Option option, SimulatedRun run, decimal seconds)
    {
        var driver = job.Book.ServerlessGrid.NextLegal(job.Shape.DriverCores, job.Shape.DriverContainerMib(0.10m))!.Value;
        yield return new WorkerUse { Role = "driver", Vcpu = driver.Vcpu, ContainerMib = driver.MemoryGb * 1024L, Seconds = seconds, Ground = Ground.Simulated };
        foreach (var x in run.Executors)
        {
            yield return new WorkerUse
            {
                Role = "executor",
                Vcpu = option.Executor.Cores,
                ContainerMib = option.WorkerGb * 1024L,
                DiskGb = option.Executor.DiskGb ?? 20,
                Seconds = (decimal)Math.Round((x.EndMs - x.StartMs) * job.Engine) / 1000,
                Ground = Ground.Simulated,
            };
        }
    }

    static IEnumerable<PodUse> Pods(SizingJob job, Option option, SimulatedRun run, decimal seconds)
    {
        var factor = job.Shape.IsPython ? 0.40m : 0.10m;
        yield return EmrOnEksBilling.Submitter(seconds, Ground.Assumed);
        yield return new PodUse { Role = "driver", Vcpu = job.Shape.DriverCores, MemoryGib = job.Shape.DriverContainerMib(factor) / 1024m, Seconds = seconds, Ground = Ground.Simulated };
        foreach (var x in run.Executors)
            yield return new PodUse { Role = "executor", Vcpu = option.Executor.Cores, MemoryGib = option.Executor.ContainerMib / 1024m, Seconds = (decimal)Math.Round((x.EndMs - x.StartMs) * job.Engine) / 1000, Ground = Ground.Simulated };
    }
}
