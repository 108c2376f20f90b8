using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>The kinds of offer of which the best is shown.</summary>
enum OfferKind { OnDemandX86, OnDemandGraviton, SpotX86, SpotGraviton, ServerlessX86, ServerlessGraviton, Eks, Glue }

/// <summary>One combination that is considered.</summary>
sealed record Option
{
    public required OfferKind Kind { get; init; }
    public required string Platform { get; init; }
    public required string Architecture { get; init; }

    /// <summary>Null on Serverless and Glue.</summary>
    public InstanceType? Type { get; init; }

    /// <summary>Worker nodes, or Glue workers with the driver's; 0 on Serverless.</summary>
    public int Nodes { get; init; }
    public int ExecutorsPerNode { get; init; }

    /// <summary>Of the worker nodes; the rest is Spot.</summary>
    public int OnDemandNodes { get; init; }
    public required ExecutorPlan Executor { get; init; }
    public required SpeedClass Speed { get; init; }
    public required ExecutorCount Count { get; init; }

    /// <summary>Glue and Serverless.</summary>
    public string? WorkerType { get; init; }

    /// <summary>GB of the Serverless worker's container; 0 elsewhere.</summary>
    public int WorkerGb { get; init; }

    /// <summary>All that is billed by the hour beside Serverless executors: nodes, primary, driver.</summary>
    public required decimal UsdPerHour { get; init; }

    /// <summary>Of one Serverless executor; 0 elsewhere.</summary>
    public decimal WorkerUsdPerHour { get; init; }

    /// <summary>Of one Spot node, its EC2 time and all the rest; 0 without Spot.</summary>
    public decimal SpotUsdPerHour { get; init; }
    public decimal SpotExtrasUsdPerHour { get; init; }
    public double InterruptionsPerHour { get; init; }

    /// <summary>Data volume of a node where the default is too small; GiB, 0 else.</summary>
    public int DataGib { get; init; }
    public double StartUpMs { get; init; }

    public OptionId Id => new(Platform, Type?.Name ?? WorkerType ?? "", Architecture, Nodes, OnDemandNodes, Count.Cores, Count.Executors);

    public int SpotNodes => Type is null ? 0 : Nodes - OnDemandNodes;
    public bool IsSpot => SpotNodes > 0;
    public string? PrimaryType { get; init; }

    /// <summary>Type of the core node that stands beside the counted nodes when all of those are Spot; null without one.</summary>
    public string? SpareCoreType { get; init; }

    /// <summary>Its EC2 nodes, primary first; empty on Serverless and Glue.</summary>
    public IReadOnlyList<CandidateNodes> NodeList()
    {
        if (Type is not { } type) return [];
        var volume = DataGib > 0 ? new EbsVolume("gp3", DataGib) : null;
        if (PrimaryType is null) return [Group("node", type.Name, Purchase.OnDemand, Nodes, ExecutorsPerNode) with { DataVolume = volume }];
        var nodes = new List<CandidateNodes> { Group("primary", PrimaryType, Purchase.OnDemand, 1, 0) };
        if (SpareCoreType is { } spare) nodes.Add(Group("core", spare, Purchase.OnDemand, 1, 0));
        if (OnDemandNodes > 0)
            nodes.Add(Group("core", type.Name, Purchase.OnDemand, OnDemandNodes, ExecutorsPerNode) with { DataVolume = volume });
        if (SpotNodes > 0) nodes.Add(Group("task", type.Name, Purchase.Spot, SpotNodes, ExecutorsPerNode) with { DataVolume = volume });
        return nodes;
    }

    static CandidateNodes Group(string role, string type, Purchase purchase, int count, int executors) =>
        new() { Role = role, InstanceType = type, Purchase = purchase, Count = count, ExecutorsPerNode = executors };
}
