using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>What a cluster, an application or a job was billed, hour by hour, before it is shared out to runs.</summary>
sealed class HourlyCharge
{
    /// <summary>Hours of a year and a leap day: longer bills are summed up day by day in their last hours.</summary>
    const int MaxHours = 366 * 24;

    public SortedDictionary<(long FromMs, long UntilMs), Hour> Hours { get; } = [];

    /// <summary>A time of the bill and its charges.</summary>
    public sealed class Hour
    {
        public Dictionary<CostService, decimal> Usd { get; } = [];
        public long Lines { get; set; }

        /// <value>Milliseconds that the longest-lived node was billed for within the hour; 0 where no line says.</value>
        public long NodeMs { get; set; }
        public string UsageType { get; set; } = "";
    }

    /// <summary>As <see cref="RunCharge.HasUnknownCost"/>.</summary>
    public bool HasUnknownCost { get; private set; }

    /// <summary>Part of it for which Savings Plans and reservations pay, 0 to 1.</summary>
    public decimal CoveredRatio => TotalUsd > 0 ? Math.Clamp(coveredUsd / TotalUsd, 0, 1) : 0;

    decimal coveredUsd;

    public decimal TotalUsd => Hours.Values.Sum(h => h.Usd.Values.Sum());

    public void Add(BillLine line)
    {
        var key = (line.FromMs ?? 0, line.UntilMs ?? 0);
        if (!Hours.TryGetValue(key, out var hour))
        {
            if (Hours.Count >= MaxHours) key = Hours.Keys.Last();
            if (!Hours.TryGetValue(key, out hour)) Hours[key] = hour = new Hour { UsageType = line.UsageType };
        }
        var service = line.Service ?? CostService.Cluster;
        hour.Usd[service] = hour.Usd.GetValueOrDefault(service) + line.ChargedUsd;
        hour.Lines++;
        HasUnknownCost |= !line.IsCostKnown;
        if (line.IsCovered) coveredUsd += line.ChargedUsd;
        if (line.Service == CostService.Ec2 && line.Quantity is > 0 and <= 10_000 and var hours)
            hour.NodeMs = Math.Max(hour.NodeMs, Math.Min((long)(hours * 3_600_000m), Math.Max(0, key.Item2 - key.Item1)));
    }

    /// <summary>Every service that was charged.</summary>
    public IEnumerable<CostService> Services => Hours.Values.SelectMany(h => h.Usd.Keys).Distinct();
}
