using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>Reads a bill once and keeps sums alone: by run, by cluster and hour, and of what is nobody's.</summary>
sealed class BillJoin
{
    /// <summary>Groups of lines without a run that are kept apart; what comes after is added to one row.</summary>
    const int MaxGroups = 10_000;

    /// <summary>Where lines of instances are billed.</summary>
    public const string Instances = "instances";

    readonly BillTargets targets;
    readonly PodShares pods = new();
    readonly IReadOnlyDictionary<string, string> clusterOfResource;
    readonly Dictionary<(string Service, string UsageType, string? Place, string Reason), (decimal Usd, long Lines)> nobodys = [];
    readonly HashSet<string> unreadable = new(StringComparer.Ordinal);

    /// <param name="runs">All runs that are known.</param>
    /// <param name="clusterOfResource">EMR cluster by instance or volume id, from describe-cluster and list-instances.</param>
    public BillJoin(IReadOnlyList<CostedRun> runs, IReadOnlyDictionary<string, string> clusterOfResource)
    {
        targets = new BillTargets(runs);
        this.clusterOfResource = clusterOfResource;
        Runs = [.. runs.Select(_ => new RunCharge())];
    }

    public BillTargets Targets => targets;
    public RunCharge[] Runs { get; }

    /// <summary>A line of the cluster, application or Glue job could not be read.</summary>
    public bool HasUnreadable(string id) => unreadable.Contains(id);

    public Dictionary<string, HourlyCharge> Clusters { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, HourlyCharge> Applications { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, HourlyCharge> GlueJobs { get; } = new(StringComparer.Ordinal);

    /// <summary>Lines that are no use: taxes, credits, fees.</summary>
    public Dictionary<string, (decimal Usd, long Lines)> Parts { get; } = new(StringComparer.Ordinal);
    public decimal TotalUsd { get; private set; }

    /// <summary>Lines that repeat a part of what others bill; they cost nothing.</summary>
    public long SplitLines { get; private set; }

    /// <summary>Of them, those of pods whose instance is not billed in the file.</summary>
    public long SplitLinesWithoutInstance => pods.WithoutInstance;
    public long? FromMs { get; private set; }
    public long? UntilMs { get; private set; }

    /// <summary>
    /// First use and end of the last by service: a fee of another service may be billed to the end of a month that is not over.
    /// </summary>
    public Dictionary<CostService, (long FromMs, long UntilMs)> Times { get; } = [];

    /// <summary>Lines of covered use of which the file does not say what it cost.</summary>
    public long LinesOfUnknownCost { get; private set; }

    public IEnumerable<BillUnmatched> Nobodys =>
        nobodys.Where(n => n.Value is not (0, 0)).Select(n =>
            new BillUnmatched(n.Key.Service, n.Key.UsageType, n.Key.Place, n.Key.Reason, n.Value.Usd, n.Value.Lines));

    public void Take(BillLine line)
    {
        if (!line.IsReadable)
        {
            if (targets.RunOf(line) is { } run) Runs[run].HasUnknownCost = true;
            else if (Shared(line) is { } shared && unreadable.Count < MaxGroups) unreadable.Add(shared.Key);
            return;
        }
        TotalUsd += line.CashUsd;
        if (line.Charge == BillCharge.Split)
        {
            SplitLines++;
            pods.AddPod(line.ParentId, line.SplitUsd, targets.RunOf(line));
            return;
        }
        if (line.Charge != BillCharge.Usage)
        {
            AddPart(PartOf(line.Charge), line.CashUsd, 1);
            return;
        }
        if (line.FromMs is { } from) FromMs = Math.Min(FromMs ?? from, from);
        if (line.UntilMs is { } until) UntilMs = Math.Max(UntilMs ?? until, until);
        if (line is { Service: { } service, FromMs: { } first, UntilMs: { } last })
        {
            var time = Times.GetValueOrDefault(service, (FromMs: first, UntilMs: last));
            Times[service] = (Math.Min(time.FromMs, first), Math.Max(time.UntilMs, last));
        }
        if (!line.IsCostKnown) LinesOfUnknownCost++;
        // fees that cover this line are paid elsewhere: what is charged here is taken from them there
        if (line.ChargedUsd != line.CashUsd) AddPart(BillParts.Commitments, line.CashUsd - line.ChargedUsd, 0);
        Charge(line);
    }

    void Charge(BillLine line)
    {
        if (targets.RunOf(line) is { } run)
        {
            Runs[run].Add(line.Service ?? CostService.Cluster, line.ChargedUsd, BillMatch.JobRun);
            Runs[run].Lines++;
            Runs[run].HasUnknownCost |= !line.IsCostKnown;
            if (line.IsCovered) Runs[run].CommittedUsd += line.ChargedUsd;
        }
        else if (Shared(line) is not { } shared || !TryAdd(shared.To, shared.Key, line))
        {
            if (line.Service is { } service)
            {
                AddNobodys(BillServices.Word(service), line.UsageType, Place(line), Reason(line), line.ChargedUsd, 1);
                if (service == CostService.Ec2) pods.AddInstance(line);
            }
            else AddNobodys(line.Product, "", null, BillReasons.NotSpark, line.ChargedUsd, 1);
        }
    }

    /// <summary>Charges runs with their pods' part of the instances. To be called once, when all lines were taken.</summary>
    public void ShareOutPods() => pods.ShareOut(this);

    (Dictionary<string, HourlyCharge> To, string Key)? Shared(BillLine line)
    {
        if ((line.ClusterId ?? ClusterOf(line.ResourceId)) is { } cluster) return (Clusters, cluster);
        if (BillTargets.ApplicationOf(line.ResourceId) is { } application) return (Applications, application);
        return (line.Service == CostService.Glue || !line.IsReadable) && BillTargets.GlueJobOf(line.ResourceId) is { } job
            ? (GlueJobs, job) : null;
    }

    public void AddNobodys(string service, string usageType, string? place, string reason, decimal usd, long lines)
    {
        var key = (service, usageType, place, reason);
        if (!nobodys.ContainsKey(key) && nobodys.Count >= MaxGroups) key = (service, "", null, BillReasons.Rest);
        var (sum, count) = nobodys.GetValueOrDefault(key);
        nobodys[key] = (sum + usd, count + lines);
    }

    void AddPart(string kind, decimal usd, long lines)
    {
        var (sum, count) = Parts.GetValueOrDefault(kind);
        Parts[kind] = (sum + usd, count + lines);
    }

    string? ClusterOf(string? resource)
    {
        if (resource is null) return null;
        return clusterOfResource.GetValueOrDefault(resource[(resource.LastIndexOfAny(['/', ':']) + 1)..]);
    }

    /// <summary>One row a kind of resource: a bill may hold a million instances.</summary>
    static string? Place(BillLine line) => line.ResourceId is not { } id ? null
        : id.StartsWith("i-", StringComparison.Ordinal) ? Instances : id.Contains("vol-", StringComparison.Ordinal) ? "volumes" : id;

    static string Reason(BillLine line) => line.ResourceId is null ? BillReasons.NoResource
        : line.Service is CostService.Ec2 or CostService.Ebs or CostService.EmrFee ? BillReasons.NoCluster : BillReasons.NoRun;

    static string PartOf(BillCharge charge) => charge switch
    {
        BillCharge.CommitmentFee or BillCharge.CommitmentOffset => BillParts.Commitments,
        BillCharge.Tax => BillParts.Tax,
        BillCharge.Credit => BillParts.Credits,
        BillCharge.Refund => BillParts.Refunds,
        BillCharge.Discount => BillParts.Discounts,
        _ => BillParts.Fees,
    };

    static bool TryAdd(Dictionary<string, HourlyCharge> charges, string key, BillLine line)
    {
        if (!charges.TryGetValue(key, out var charge))
        {
            if (charges.Count >= MaxGroups) return false;
            charges[key] = charge = new HourlyCharge();
        }
        charge.Add(line);
        return true;
    }
}

/// <summary>Kinds of <see cref="BillPart"/>.</summary>
static class BillParts
{
    public const string Runs = "runs", OtherDays = "otherDays", ClusterIdle = "clusterIdle",
        OtherDaysIdle = "otherDaysIdle", Unmatched = "unmatched",
        OtherServices = "otherServices", Commitments = "commitments", Tax = "tax", Credits = "credits", Refunds = "refunds",
        Discounts = "discounts", Fees = "fees";

    public static readonly string[] Order =
        [Runs, ClusterIdle, OtherDays, OtherDaysIdle, Unmatched, OtherServices, Commitments, Tax, Credits, Refunds, Discounts, Fees];
}

/// <summary>Why a line has no run.</summary>
static class BillReasons
{
    public const string NoCluster = "noCluster", OtherPods = "otherPods", NoRun = "noRun", NoResource = "noResource",
        NotSpark = "notSpark", Rest = "rest";
}
