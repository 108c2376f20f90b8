using System.Globalization;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>
/// What users of AWS's own advisor met when a job moved to EMR Serverless. The third, memory that was lowered, is
/// BaselineTests.HardMemoryLimits_GetNoLessACoreThanRan.
/// </summary>
public class MovedJobTests
{
    static readonly SizingRequest serverless = new()
    {
        Platforms = [SizingPlatform.EmrServerless],
        Architectures = ["x86_64"],
        MaxNodes = 600,
        NoBaseline = true,
    };

    /// <summary>
    /// 454 executors of 4 cores, of which 90 did the work: 80 % idle. The advisor said 499 executors for $29; 90 kept the run time for
    /// $7.29, a quarter.
    /// </summary>
    [Fact]
    public void IdleSource_IsSizedFromItsWork_NotFromItsPeak()
    {
        var run = Run(executors: 454, working: 90, waves: 10, taskMs: 30_000);
        // workers are paid while they work: 90 of 454 executors for the same time is a fifth of the money
        var result = ClusterSizer.Size([run], serverless);
        var all = (0.052624 * 4 + 0.0057785 * 13) * 454 * (result.Today!.RunMs!.Value / 3_600_000.0);
        var first = result.Offers.Single(o => o.Rank == 1);
        Assert.True(first.TimeMs!.P90 <= result.DeadlineMs);
        Assert.InRange((double)first.Usd!.P50, 0.1 * all, 0.35 * all);
        // 360 cores were in use; a count is a quarter more than the one before it
        Assert.InRange(first.Executor!.Count * first.Executor.Cores, 360, 360 * 1.25);
    }

    /// <summary>640 cores at 90 % CPU: 176 were advised, and the job was cancelled at 60 %.</summary>
    [Fact]
    public void BusySource_NeverFallsBelowItsWorkAtTheDeadline()
    {
        const int waves = 10;
        var result = ClusterSizer.Size([Run(executors: 160, working: 144, waves, taskMs: 30_000)], serverless);

        foreach (var offer in result.Offers.Where(o => o.Rank > 0 && o.TimeMs!.P90 <= result.DeadlineMs))
        {
            // 144 executors x 4 cores x 10 tasks of 30 s in each of two stages, all of it CPU time
            const double workMs = 2.0 * 144 * 4 * waves * 30_000;
            var runMs = result.DeadlineMs!.Value - offer.StartUpMs;
            Assert.True((double)offer.Executor!.Count * offer.Executor.Cores * runMs >= workMs,
                FormattableString.Invariant($"{offer.Name}: {offer.Executor.Count} x {offer.Executor.Cores} cores"));
        }
        Assert.True(result.Offers.Single(o => o.Rank == 1).TimeMs!.P90 <= result.DeadlineMs);
    }

    /// <summary>Two stages on the first executors; the others hold their cores idle.</summary>
    static ApplicationRun Run(int executors, int working, int waves, long taskMs)
    {
        const int cores = 4;
        var (slots, stageMs) = (working * cores, waves * taskMs);
        var sketch = new RunSketch(10_000 + 2 * stageMs + 1_000);
        sketch.Setting("spark.master", "yarn").Setting("spark.executor.memory", "9486M").Setting("spark.emr.default.executor.cores", "4")
            .SystemProperty("os.arch", "amd64")
            .HadoopSetting("yarn.nodemanager.resource.memory-mb", "12288").HadoopSetting("yarn.nodemanager.resource.cpu-vcores", "4");
        for (var e = 1; e <= executors; e++)
            sketch.Executor(e.ToString(CultureInfo.InvariantCulture), cores, 2_000, null, $"ip-10-0-{e / 250}-{e % 250}.ec2.internal");
        for (var s = 0; s < 2; s++)
        {
            var from = 10_000 + s * stageMs;
            var stage = sketch.Stage(s);
            (stage.JobId, stage.Times) = (s, (from, from + stageMs));
            for (var t = 0; t < slots * waves; t++)
                stage.Task((t % slots / cores + 1).ToString(CultureInfo.InvariantCulture), from + t / slots * taskMs, taskMs);
            sketch.Job(s, from, from + stageMs, s);
        }
        return sketch.Build();
    }
}
