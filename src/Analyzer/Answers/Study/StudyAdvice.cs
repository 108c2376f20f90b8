using System.Globalization;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;

namespace Rightsizer.Analyzer.Answers.Study;

/// <summary>When which platform, in words that rest on the rows.</summary>
static class StudyAdvice
{
    const double HoursPerWeek = 168;

    public static IReadOnlyList<string> Advice(IReadOnlyList<StudyJob> jobs, IReadOnlyList<StudyWay> ways, StudyLine line)
    {
        var advice = new List<string>();
        var simulated = jobs.Where(j => j.Sizing.Advice != SizingAdvice.Refused).ToList();
        void Where(string platform, Func<StudyJob, StudyPrice?> cell, string why)
        {
            var cheapest = simulated.Where(j => cell(j) is { Usd: { } usd } && Cells(j).All(c => c?.Usd is null || c.Usd >= usd)).ToList();
            if (cheapest.Count == 0) return;
            var times = cheapest.Select(j => j.Today?.TimeMs?.P50 ?? 0).Order().ToList();
            advice.Add(string.Create(CultureInfo.InvariantCulture,
                $"{platform} is the cheapest for {cheapest.Count} of {simulated.Count} jobs ({Span(times[0], times[^1])} today): {why}"));
        }
        Where("EMR Serverless", j => j.Serverless,
            $"no primary node, no {EmrOnEc2Platform.StartUp.Whole} s of cluster start, and workers are billed only while they run. Data "
                + $"must be "
            + "on S3, and the first workers of a job take about a minute unless pre-initialized capacity is on.");
        Where("EMR on EC2 with Spot", j => j.SpotExpected,
            "long and wide jobs, for which a primary node and the cluster start cost little; interruptions are included.");
        Where("EMR on EC2 On-Demand", j => Cheaper(j.OnDemand, j.Graviton), "no interruptions, and the only option with HDFS.");
        Where("EMR on EKS", j => j.Eks, "no primary node. Use it if you already run a Kubernetes cluster.");
        Where("Glue", j =>
            j.Glue, "billed per DPU from the first second. Use it if you want Glue's catalog and triggers, and test your libraries: "
                + "Glue runs "
            + "its own build of Spark.");
        var standing = ways.FirstOrDefault(w => w is { Kind: "standingManaged", Usd: not null });
        var picks = ways.FirstOrDefault(w => w is { Kind: "picks", Usd: not null });
        if (standing?.Usd is { } s && picks?.Usd is { } p)
        {
            advice.Add(s < p
                ? string.Create(CultureInfo.InvariantCulture,
                $"One cluster for all jobs is cheaper than the recommendation of each job (~{Quantity.Usd(s)} "
                    + $"against ~{Quantity.Usd(p)}): its nodes are in use "
                + $"{Quantity.Percent(standing.UsedRatio)} of the time.")
                : string.Create(CultureInfo.InvariantCulture,
                $"One cluster for all jobs costs more than the recommendation of each job (~{Quantity.Usd(s)} "
                    + $"against ~{Quantity.Usd(p)}): its nodes are in use "
                + $"{Quantity.Percent(standing.UsedRatio)} of the time. It becomes cheaper at about "
                + $"{Math.Ceiling((double)(s / p)):0} times as many "
                + $"runs."));
        }
        if (ways.FirstOrDefault(w => w.Kind == "serverless") is { } serverless && line.Runs.Count > 0)
            advice.Add(FormattableString.Invariant(
                $"EMR Serverless needs up to {serverless.PeakCapacity} vCPUs at once; check your account's quota."));
        foreach (var j in simulated.Where(j => j.RunsPerWeek is not null && j.OnDemand?.TimeMs is not null))
        {
            // a cluster that never ends against one a run: 168 h over (time + start)
            var best = j.Sizing.Offers.FirstOrDefault(o => o.Rank > 0 && o.Platform == SizingPlatform.EmrOnEc2 && o.RunMs is not null);
            if (best is null) continue;
            var perWeek = HoursPerWeek / ((best.RunMs!.Value + best.StartUpMs) / 3_600_000.0);
            if (j.RunsPerWeek >= (decimal)perWeek * 0.8m)
                advice.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{j.Name} runs {j.RunsPerWeek:0} times a week, nearly without a pause: keep its cluster running. A cluster for each "
                    + $"run is cheaper below {perWeek:0} runs a week."));
        }
        return advice;
    }

    /// <summary>"3 min 50 s to 9 min 34 s", or the one time.</summary>
    static string Span(long from, long to) =>
        from == to ? Quantity.Duration(from) : $"{Quantity.Duration(from)} to {Quantity.Duration(to)}";

    static StudyPrice? Cheaper(StudyPrice? a, StudyPrice? b) => a?.Usd is null ? b : b?.Usd is null || a.Usd <= b.Usd ? a : b;

    static IEnumerable<StudyPrice?> Cells(StudyJob j) => [j.OnDemand, j.Graviton, j.SpotExpected, j.Serverless, j.Eks, j.Glue];
}
