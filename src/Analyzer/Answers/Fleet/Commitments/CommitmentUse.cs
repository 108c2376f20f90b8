using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Commitments;

/// <summary>Dollars of EC2 and Fargate of the runs, hour by hour over whole weeks.</summary>
sealed class CommitmentUse
{
    public const int HoursAWeek = 168, MostWeeks = 13;
    const long HourMs = 3_600_000;

    readonly Dictionary<string, decimal[]> ec2ByFamily = new(StringComparer.Ordinal);
    readonly long fromMs;
    readonly bool[] hasRun;

    /// <param name="runs">Of all days that are known, oldest first.</param>
    /// <param name="untilExcl">Day after the last week.</param>
    public CommitmentUse(IReadOnlyList<CostedRun> runs, DateOnly untilExcl)
    {
        Weeks = runs.Count == 0 ? 0 : Math.Clamp((untilExcl.DayNumber - runs[0].Day.DayNumber) / 7, 0, MostWeeks);
        Since = untilExcl.AddDays(-7 * Weeks);
        fromMs = new DateTimeOffset(Since, default, TimeSpan.Zero).ToUnixTimeMilliseconds();
        All = new decimal[Weeks * HoursAWeek];
        hasRun = new bool[Weeks];
        foreach (var run in runs.Where(r => r.Day >= Since && r.Day < untilExcl)) Add(run);
    }

    public int Weeks { get; }
    public DateOnly Since { get; }
    public int Runs { get; private set; }
    public int RunsLeftOut { get; private set; }
    public decimal OtherUsd { get; private set; }

    /// <summary>What a Compute Savings Plan may cover.</summary>
    public decimal[] All { get; }

    /// <summary>EC2 of the runs whose workers are of this family; all zero where there are none.</summary>
    public decimal[] OfFamily(string family) => ec2ByFamily.GetValueOrDefault(family) ?? new decimal[All.Length];

    /// <summary>Weeks without a run among the last <paramref name="count"/>.</summary>
    public int EmptyOfLast(int count) => hasRun.TakeLast(count).Count(h => !h);

    void Add(CostedRun run)
    {
        hasRun[(run.Day.DayNumber - Since.DayNumber) / 7] = true;
        if (run.Run!.Cost?.Services is not { } services || run.Run.Cost.ActualUsd is not { } total)
        {
            RunsLeftOut++;
            return;
        }
        Runs++;
        var ec2 = Of(CostService.Ec2);
        Spread(run, ec2 + Of(CostService.Fargate), All);
        OtherUsd += total - ec2 - Of(CostService.Fargate);
        if (ec2 > 0 && run.Run.Cluster?.NodeType is { } type) Spread(run, ec2, Family(FamilyOf(type)));

        decimal Of(CostService service) => services.Where(s => s.Service == BillServices.Word(service)).Sum(s => s.Usd);
    }

    decimal[] Family(string family)
    {
        if (!ec2ByFamily.TryGetValue(family, out var hours)) ec2ByFamily[family] = hours = new decimal[All.Length];
        return hours;
    }

    /// <summary>"m5" of "m5.xlarge".</summary>
    public static string FamilyOf(string type) => type.IndexOf('.') is > 0 and var dot ? type[..dot] : type;

    /// <summary>Evenly over the run's time; what lies after the last week is left out.</summary>
    void Spread(CostedRun run, decimal usd, decimal[] hours)
    {
        if (usd <= 0) return;
        var (start, end) = (run.StartMs, Math.Max(run.StartMs + 1, SharedClusters.End(run)));
        var (first, last) = ((start - fromMs) / HourMs, Math.Min(hours.Length - 1, (end - 1 - fromMs) / HourMs));
        for (var h = first; h <= last; h++)
        {
            var overlap = Math.Min(end, fromMs + (h + 1) * HourMs) - Math.Max(start, fromMs + h * HourMs);
            hours[h] += usd * overlap / (end - start);
        }
    }
}
