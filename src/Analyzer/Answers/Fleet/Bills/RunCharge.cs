using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>What one run was charged.</summary>
sealed class RunCharge
{
    public Dictionary<CostService, decimal> Usd { get; } = [];
    public long Lines { get; set; }

    /// <summary>A part of it is covered use of which the bill does not say what it cost, or a line that cannot be read.</summary>
    public bool HasUnknownCost { get; set; }

    /// <summary>The weakest way in which a line was found.</summary>
    public BillMatch By { get; private set; }

    /// <summary>Of it, what Savings Plans and reservations pay for.</summary>
    public decimal CommittedUsd { get; set; }

    /// <summary>The same as a part of all, 0 to 1.</summary>
    public decimal CommittedRatio => TotalUsd > 0 ? Math.Clamp(CommittedUsd / TotalUsd, 0, 1) : 0;

    public decimal TotalUsd => Usd.Values.Sum();

    public void Add(CostService service, decimal usd, BillMatch by)
    {
        Usd[service] = Usd.GetValueOrDefault(service) + usd;
        By = (BillMatch)Math.Max((int)By, (int)by);
    }
}

/// <summary>How a run and a line were joined, surest first.</summary>
enum BillMatch
{
    /// <summary>The line names the job run.</summary>
    JobRun,

    /// <summary>The cluster was this run's alone.</summary>
    Cluster,

    /// <summary>By its share of the Serverless application's time.</summary>
    ApplicationShare,

    /// <summary>By its share of the Glue job's time.</summary>
    JobShare,

    /// <summary>Its pods' part of the nodes that they ran on, as AWS splits it.</summary>
    PodShare,

    /// <summary>By dominant share of the cluster.</summary>
    ClusterShare,
}
