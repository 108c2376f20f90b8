using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>A narrower search never beats a wider one: over 200 generated jobs, and over every shared log.</summary>
public class NarrowerGeneratedTests(ITestOutputHelper output)
{
    /// <summary>Narrower searches that found a cheaper option: all of them, so that a run of minutes reports every one.</summary>
    readonly List<string> cheaper = [];

    /// <summary>Types of equal speed that differ in network, disks and memory, and of several generations.</summary>
    static readonly SizingRequest wide = new()
    {
        Purchases = [Purchase.OnDemand],
        Platforms = [SizingPlatform.EmrOnEc2],
        AllowTypes = ["m6i", "m6in", "c6i", "c6in", "r6i", "m6id", "c6a", "m7g"],
        MaxNodes = 8,
    };

    [Fact]
    public void Generated_NarrowerIsNeverCheaper()
    {
        var compared = 0;
        var jobs = Thoroughness.Weekly ? 200 : 40;
        for (var seed = 0; seed < jobs; seed++)
        {
            var random = new Random(seed);
            var shuffleMib = random.Next(4) switch { 0 => 0, 1 => random.Next(50), 2 => random.Next(400), _ => random.Next(1500) };
            var run = SizedJobs.WithSums(SizedJobs.Run(
                random.Next(1, 5), random.Next(1, 3), random.Next(1, 4), random.Next(5_000, 120_000), t =>
            {
                t[TaskMetric.ShuffleWriteBytes] = (long)shuffleMib << 20;
                t[TaskMetric.ShuffleRemoteBytesRead] = (long)shuffleMib << 20;
                t[TaskMetric.ExecutorCpuTime] = (long)(t[TaskMetric.ExecutorRunTime] * 1e6 * random.NextDouble());
            }));
            compared += Compare($"seed {seed}", run, wide,
                [wide with { AllowTypes = [wide.AllowTypes[seed % wide.AllowTypes.Count]] },
                wide with { AllowTypes = [wide.AllowTypes[(seed + 3) % wide.AllowTypes.Count]] }]);
        }
        output.WriteLine($"{compared} comparisons");
        Assert.Empty(cheaper);
        Assert.True(compared >= jobs * 3 / 4, $"{compared}");
    }

    [Fact]
    public void SharedLogs_NarrowerIsNeverCheaper()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        Assert.SkipUnless(Thoroughness.Full, Thoroughness.SkipReason);
        var (sized, all) = (0, new SizingRequest { Purchases = [Purchase.OnDemand] });
        const int OfMany = 20;
        var logs = new[] { "logs", "spark-logs", "cases" }.SelectMany(Logs);
        foreach (var path in logs.Where((_, i) => Thoroughness.Weekly || i % OfMany == 0))
        {
            ApplicationRun run;
            try
            {
                run = ApplicationRunLoader.Load(EventLogLocator.Find(path)[^1]);
            }
            catch (RightsizerException e) when (e.ExitCode is ExitCode.NotAnEventLog or ExitCode.InputUnreadable)
            {
                // what lies beside the logs
                continue;
            }
            sized += Compare(path, run, all,
                [all with { Architectures = ["x86_64"] }, all with { Architectures = ["arm64"] }, all with { AllowTypes = ["m5n"] },
                all with { AllowTypes = ["r6id"] }, all with { AllowTypes = ["c7g"] },
                all with { Platforms = [SizingPlatform.EmrServerless] },
                all with { Platforms = [SizingPlatform.EmrOnEc2] }, all with { Platforms = [SizingPlatform.Glue] }]);
        }
        output.WriteLine($"{sized} comparisons");
        Assert.Empty(cheaper);
        Assert.True(sized > (Thoroughness.Weekly ? 50 : 3), $"{sized}");
    }

    static IEnumerable<string> Logs(string folder) => Directory.EnumerateFiles(
        Path.Combine(SharedFolder.Path!, folder), "*", SearchOption.AllDirectories)
        .Where(f => new FileInfo(f).Length is > 0 and < 4_000_000 && !f.Contains("truth", StringComparison.Ordinal)
            && !f.Contains("hive", StringComparison.Ordinal) && Path.GetExtension(f) is ".zstd" or ".lz4" or ".gz" or "")
        .Where(f => !f.Contains("eventlog_v2", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>How many of the narrower searches found something.</summary>
    int Compare(string what, ApplicationRun run, SizingRequest request, IReadOnlyList<SizingRequest> narrower)
    {
        var first = ClusterSizer.Size([run], request);
        if (first.Advice == SizingAdvice.Refused || first.DeadlineMs is null) return 0;
        // room for the start-up that a given deadline counts
        var all = ClusterSizer.Size([run], request with { DeadlineMs = first.DeadlineMs + 300_000 });
        if (Least(all) is not { } least) return 0;
        var found = 0;
        foreach (var part in narrower)
        {
            if (Least(ClusterSizer.Size([run], part with { DeadlineMs = all.DeadlineMs })) is not { } usd) continue;
            found++;
            var name = string.Join(",", part.AllowTypes.Concat(part.Architectures).Concat(part.Platforms));
            if (usd < least) cheaper.Add(FormattableString.Invariant($"{what}: {name} finds {usd}, all {least}"));
        }
        return found;
    }

    static decimal? Least(SizingResult r) =>
        r.Offers.Where(o => o.Rank > 0 && o.TimeMs!.P90 <= r.DeadlineMs).Select(o => (decimal?)o.Usd!.P50).Min();
}
