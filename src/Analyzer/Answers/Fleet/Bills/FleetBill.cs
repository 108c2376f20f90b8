namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>A bill against the runs: what was billed, what was estimated, and every dollar that found no run.</summary>
/// <remarks>Before taxes, credits and discounts, which are lines of their own. <see cref="Parts"/> sum to <see cref="TotalUsd"/>.</remarks>
public sealed record FleetBill
{
    /// <summary>CUR, FOCUS, or both.</summary>
    public required string Format { get; init; }
    public required int Files { get; init; }
    public required long Lines { get; init; }

    /// <summary>Left out because they could not be read: in no sum.</summary>
    public required long DamagedLines { get; init; }

    /// <value>Epoch milliseconds; first use and end of the last, null where no line has a time.</value>
    public long? FromMs { get; init; }
    public long? UntilMs { get; init; }

    /// <summary>Sum of the file's costs: unblended (CUR), billed (FOCUS).</summary>
    public required decimal TotalUsd { get; init; }

    /// <summary>Disjoint parts of the total, in a fixed order; absent ones are nought.</summary>
    public required IReadOnlyList<BillPart> Parts { get; init; }

    /// <summary>Runs of the period whose whole cost is in the bill, and which have an estimate: what both sums are over.</summary>
    public required int ComparedRuns { get; init; }
    public required decimal BilledUsd { get; init; }
    public required decimal EstimatedUsd { get; init; }

    /// <summary>Null where no run can be compared.</summary>
    public BillCorrection? Correction { get; init; }
    public required IReadOnlyList<BillServiceRow> ByService { get; init; }

    /// <summary>Runs of the period with a line in the bill, largest first.</summary>
    public required IReadOnlyList<BillRun> Runs { get; init; }

    /// <summary>Clusters of the bill, largest first.</summary>
    public required IReadOnlyList<BillCluster> Clusters { get; init; }

    /// <summary>What found no run, largest first; the last row is the rest where there are many.</summary>
    public required IReadOnlyList<BillUnmatched> Unmatched { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <param name="Kind">runs, clusterIdle (held by no known run), both of the period; otherDays (runs), otherDaysIdle (clusters) outside of
/// it; unmatched, otherServices, commitments, tax, credits, refunds, discounts, fees.</param>
/// <param name="Usd">Exact.</param>
/// <param name="Lines">Lines of the file; 0 for what is worked out of lines that are counted elsewhere.</param>
public sealed record BillPart(string Kind, decimal Usd, long Lines);

/// <summary>Billed over estimated.</summary>
/// <param name="Factor">Of the sums: multiply an estimate by it.</param>
/// <param name="Low">Of single runs: the smallest, from ten runs on the tenth percentile.</param>
/// <param name="High">The largest, from ten runs on the ninetieth percentile.</param>
/// <param name="Runs">Runs with an estimate above nought.</param>
public sealed record BillCorrection(decimal Factor, decimal Low, decimal High, int Runs);

/// <param name="Service">ec2, emr-fee, ebs, emr-serverless, emr-on-eks, eks, fargate, glue, s3, transfer, cluster.</param>
/// <param name="BilledUsd">Of the compared runs.</param>
/// <param name="EstimatedUsd">Of the same runs; null where their summaries do not split the estimate (older states).</param>
/// <param name="UnmatchedUsd">Of the same service, without a run.</param>
public sealed record BillServiceRow(string Service, decimal BilledUsd, decimal? EstimatedUsd, decimal UnmatchedUsd);

/// <summary>One run in the bill.</summary>
/// <param name="Uri">Of its log.</param>
/// <param name="Job">Its job.</param>
/// <param name="By">How its lines were found: jobRun, cluster, clusterShare, applicationShare, jobShare, podShare.</param>
/// <param name="BilledUsd">Exact.</param>
/// <param name="EstimatedUsd">Null where it has no price.</param>
/// <param name="IsWhole">The bill holds all services that its platform needs, over all of its time.</param>
public sealed record BillRun(string Uri, string Job, string By, decimal BilledUsd, decimal? EstimatedUsd, bool IsWhole);

/// <summary>An EMR cluster of the bill.</summary>
/// <param name="Id">j-...</param>
/// <param name="BilledUsd">All its lines.</param>
/// <param name="RunsUsd">Charged to runs.</param>
/// <param name="IdleUsd">Held by no run that is known; with <paramref name="RunsUsd"/> it sums to the bill.</param>
/// <param name="Runs">Runs that are known to have been on it; 0 where none was found, and all of it is unmatched.</param>
public sealed record BillCluster(string Id, decimal BilledUsd, decimal RunsUsd, decimal IdleUsd, int Runs);

/// <param name="Service">A service word, else the product's name in the file.</param>
/// <param name="UsageType">As in the file; empty for the rest.</param>
/// <param name="Place">Cluster, application, job or resource; null where the line names none.</param>
/// <param name="Reason">noCluster, otherPods (an instance's pods that are of no known run), noRun, noResource, notSpark, rest.</param>
/// <param name="Usd">Exact.</param>
/// <param name="Lines">Lines of the file.</param>
public sealed record BillUnmatched(string Service, string UsageType, string? Place, string Reason, decimal Usd, long Lines);
