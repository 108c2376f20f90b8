using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Sizing.Search;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>A search among fewer things finds nothing cheaper: none is thrown away for another that is worse.</summary>
public class NarrowerSearchTests(ITestOutputHelper output)
{
    /// <summary>On-Demand and Serverless are priced to the cent fraction; a Spot fleet's mean depends on the pools that are left.</summary>
    static readonly SizingRequest wide = new() { Purchases = [Purchase.OnDemand] };

    static readonly (string Name, SizingRequest Request)[] narrower =
    [
        ("c6g", wide with { AllowTypes = ["c6g"] }), ("m6g", wide with { AllowTypes = ["m6g"] }),
            ("r6i", wide with { AllowTypes = ["r6i"] }), ("m5n", wide with { AllowTypes = ["m5n"] }),
            ("c5n", wide with { AllowTypes = ["c5n"] }),
        ("m5d", wide with { AllowTypes = ["m5d"] }), ("m7g", wide with { AllowTypes = ["m7g"] }),
            ("emr-ec2", wide with { Platforms = [SizingPlatform.EmrOnEc2] }),
            ("emr-eks", wide with { Platforms = [SizingPlatform.EmrOnEks] }),
        ("arm64", wide with { Architectures = ["arm64"] }), ("x86_64", wide with { Architectures = ["x86_64"] }),
            ("serverless", wide with { Platforms = [SizingPlatform.EmrServerless] }),
            ("glue", wide with { Platforms = [SizingPlatform.Glue] }),
    ];

    [Theory]
    [InlineData(4, 4, 10, 30_000, 0)]
    [InlineData(8, 3, 2, 20_000, 400)]
    [InlineData(6, 2, 4, 5_000, 1200)]
    public void GeneratedJob_NarrowerIsNeverCheaper(int executors, int stages, int waves, long taskMs, long shuffleMib)
    {
        Compare($"{executors} executors", SizedJobs.WithSums(SizedJobs.Run(executors, stages, waves, taskMs, t =>
        {
            t[TaskMetric.ShuffleWriteBytes] = shuffleMib << 20;
            t[TaskMetric.ShuffleRemoteBytesRead] = shuffleMib << 20;
        })));
    }

    [Theory]
    [InlineData("app-20261121124741-0000.zstd")]
    [InlineData("app-20261121125041-0004")]
    public void SampleLog_NarrowerIsNeverCheaper(string name) =>
        Compare(name, ApplicationRunLoader.Load(EventLogLocator.Find(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", name))[^1]));

    [Fact]
    public void DearerTypeWithMoreNetwork_IsKept_AndDroppedWhereItHasNoMore()
    {
        var job = Preparation.Prepare([SizedJobs.Run()], new SizingRequest(), CancellationToken.None).Job!;
        var book = job.Book;
        string[] Kept(params (string Type, decimal Usd)[] types) =>
            [.. EqualTypes.Undominated(job, types, t => (book.Type(t.Type)!, 9_000), t => [t.Usd]).Select(t => t.Type)];

        Assert.True(book.Type("c5n.xlarge")!.NetworkBaselineGbps > book.Type("c5.xlarge")!.NetworkBaselineGbps);
        Assert.Equal(["c5.xlarge", "c5n.xlarge"], Kept(("c5n.xlarge", 0.30m), ("c5.xlarge", 0.24m)));
        Assert.Equal(["c5n.xlarge"], Kept(("c5n.xlarge", 0.20m), ("c5.xlarge", 0.24m)));
        // the run was seen on m5.xlarge: what is known of it is surer than what is said of m5n
        Assert.Equal(["m5n.xlarge", "m5.xlarge"], Kept(("m5n.xlarge", 0.20m), ("m5.xlarge", 0.24m)));
    }

    /// <summary>Each thing that may bound a stage, or that is paid for, alone: a rule that forgot it would drop the dearer type.</summary>
    [Fact]
    public void DearerType_IsKept_ForAnyOneThingThatItHasMoreOf()
    {
        var job = Preparation.Prepare([SizedJobs.Run()], new SizingRequest(), CancellationToken.None).Job!;
        var book = job.Book;
        var plain = book.Type("m6i.2xlarge")!;
        var disks = book.Type("m6id.2xlarge")!;
        var slowDisk = plain with { EbsBaselineMbps = 100 };
        var seldom = book.Types.First(t => t.Size == "2xlarge" && job.InterruptionsPerHour(t) < job.InterruptionsPerHour(plain));
        int Kept(InstanceType cheap, InstanceType dear, long heapMib = 9_000, decimal[]? dearUsd = null) =>
            EqualTypes.Undominated(job, [(Type: cheap, Heap: 9_000L, Usd: new[] { 0.20m, 0.20m }),
                (Type: dear, Heap: heapMib, Usd: dearUsd ?? [0.30m, 0.30m])], t => (t.Type, t.Heap), t => t.Usd).Count();

        Assert.Equal(1, Kept(plain, plain));
        Assert.Equal(1, Kept(disks, disks));
        Assert.Equal(2, Kept(plain, plain with { NetworkBaselineGbps = plain.NetworkBaselineGbps + 1 }));
        Assert.Equal(2, Kept(slowDisk, plain));
        Assert.Equal(2, Kept(plain, plain with { MemoryGib = plain.MemoryGib + 1 }));
        Assert.Equal(2, Kept(disks, disks with { LocalStorageGb = disks.LocalStorageGb + 1 }));
        Assert.Equal(2, Kept(disks, book.Type("m6idn.2xlarge")!));
        Assert.Equal(2, Kept(plain, disks with { NetworkBaselineGbps = plain.NetworkBaselineGbps }));
        Assert.Equal(2, Kept(plain, plain with { Name = seldom.Name }));
        Assert.Equal(2, Kept(plain, plain, heapMib: 9_001));
        Assert.Equal(2, Kept(plain, plain, dearUsd: [0.30m, 0.19m]));
    }

    void Compare(string what, ApplicationRun run)
    {
        // every platform, and EMR on EC2 alone, where types differ in their network and disks
        Compare(what, run, wide);
        Compare(what + " on EC2", run, wide with { Platforms = [SizingPlatform.EmrOnEc2] });
    }

    void Compare(string what, ApplicationRun run, SizingRequest among)
    {
        // room for the start-up that a given deadline counts
        among = among with { DeadlineMs = ClusterSizer.Size([run], among).DeadlineMs + 300_000 };
        var all = ClusterSizer.Size([run], among);
        Assert.NotEqual(SizingAdvice.Refused, all.Advice);
        var least = Least(all)!.Value;
        foreach (var (name, request) in narrower)
        {
            var part = request with
            {
                DeadlineMs = all.DeadlineMs,
                Platforms = request.Platforms.Count == 0 ? among.Platforms : request.Platforms
            };
            if (among.Platforms.Count > 0 && part.Platforms.Except(among.Platforms).Any()) continue;
            if (Least(ClusterSizer.Size([run], part)) is not { } usd) continue;
            output.WriteLine(FormattableString.Invariant($"{what}, {name}: {usd} against {least}"));
            Assert.True(usd >= least, FormattableString.Invariant($"{what}: {name} finds {usd}, all {least}"));
        }
    }

    static decimal? Least(SizingResult r) =>
        r.Offers.Where(o => o.Rank > 0 && o.TimeMs!.P90 <= r.DeadlineMs).Select(o => (decimal?)o.Usd!.P50).Min();
}
