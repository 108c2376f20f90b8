using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Model;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

public class DetectorCatalogTests
{
    static readonly ApplicationRun Run = new RunSketch(100_000).Executor("1", cores: 2).Build();

    [Fact]
    public void All_HaveDistinctIdsAndKindsInIdOrder()
    {
        var ids = DetectorCatalog.All.Select(d => d.Descriptor.Id).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.Equal(ids.Count, DetectorCatalog.All.Select(d => d.Descriptor.Kind).Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^RSZ[0-9]{3}$", id));
    }

    [Fact]
    public void DetectorThatThrows_IsReportedAsFailedAndStopsNoOther()
    {
        var report = DetectorCatalog.Run(
            [new Fake("RSZ901", "broken", () => throw new InvalidOperationException("no such thing")),
                new Fake("RSZ902", "fine", () => Verdict.Clean())],
            Run, new DetectorContext(Run));

        Assert.Equal([OutcomeKind.Failed, OutcomeKind.Clean], report.Outcomes.Select(o => o.Outcome));
        Assert.Contains("no such thing", report.Outcomes[0].Reason);
    }

    /// <summary>Nobody who sat at a prompt is told to hold fewer executors before being told so.</summary>
    [Fact]
    public void Session_ComesBeforeTheIdleCoresThatFollowFromIt()
    {
        string[] Order(double session, double idle, double skew) => [.. DetectorCatalog.Run(
            [new Fake(DetectorIds.IdleCores, "idleCores", () => Found(idle)),
                new Fake(DetectorIds.Interactive, "interactive", () => Found(session)), new Fake("RSZ901", "other", () => Found(skew))],
            Run, new DetectorContext(Run)).Findings.Select(f => f.Kind)];

        Assert.Equal(["other", "interactive", "idleCores"], Order(session: 1_000, idle: 30_000, skew: 40_000));
        Assert.Equal(["interactive", "idleCores", "other"], Order(session: 1_000, idle: 30_000, skew: 6_000));
        Assert.Equal(["interactive", "other", "idleCores"], Order(session: 30_000, idle: 1_000, skew: 6_000));
    }

    [Theory]
    [InlineData(4_999, Severity.Info)]
    [InlineData(5_000, Severity.Warning)]
    [InlineData(19_999, Severity.Warning)]
    [InlineData(20_000, Severity.Critical)]
    public void Severity_FollowsTheShareOfTheRun(double ms, Severity expected)
    {
        var report = DetectorCatalog.Run([new Fake("RSZ901", "a", () => Found(ms))], Run, new DetectorContext(Run));

        Assert.Equal(expected, report.Findings.Single().Severity);
    }

    [Fact]
    public void Severity_CountsCoreTimeAgainstWhatIsPaid()
    {
        // two cores for 100 s are paid: 10 s of core time are a twentieth
        var report = DetectorCatalog.Run([new Fake("RSZ901", "a", () => Found(0, coreMs: 10_000))], Run, new DetectorContext(Run));

        Assert.Equal(Severity.Warning, report.Findings.Single().Severity);
    }

    /// <summary>A tenth of a run of four seconds, and of one of forty.</summary>
    [Theory]
    [InlineData(4_000, Severity.Info)]
    [InlineData(40_000, Severity.Warning)]
    public void Severity_OfLessThanASecondIsInfo(long runMs, Severity expected)
    {
        var run = new RunSketch(runMs).Executor("1", cores: 2).Build();
        var report = DetectorCatalog.Run([new Fake("RSZ901", "a", () => Found(runMs / 10))], run, new DetectorContext(run));

        Assert.Equal(expected, report.Findings.Single().Severity);
    }

    [Fact]
    public void Severity_NeverPassesTheCeilingOfTheCause()
    {
        var report = DetectorCatalog.Run([new Fake("RSZ901", "a", () => Found(50_000, Severity.Info))], Run, new DetectorContext(Run));

        Assert.Equal(Severity.Info, report.Findings.Single().Severity);
    }

    [Fact]
    public void Findings_AreRankedByWhatTheyCostAndTheirPlacesByShare()
    {
        var report = DetectorCatalog.Run(
            [new Fake("RSZ901", "small", () => Found(6_000)), new Fake("RSZ902", "large", () => Found(9_000)),
                new Fake("RSZ903", "none", () => Verdict.Clean())],
            Run, new DetectorContext(Run));

        Assert.Equal(["large", "small"], report.Findings.Select(f => f.Kind));
        Assert.Equal([2, 1], report.Findings[0].Where.Select(w => w.StageId!.Value));
        Assert.Equal([OutcomeKind.Found, OutcomeKind.Found, OutcomeKind.Clean], report.Outcomes.Select(o => o.Outcome));
    }

    [Fact]
    public void RunWithNothingInIt_EveryDetectorAnswersAndNothingIsFound()
    {
        var report = new RunSketch(0).Detect();

        Assert.Empty(report.Findings);
        Assert.Equal(DetectorCatalog.All.Count, report.Outcomes.Count);
        Assert.All(report.Outcomes,
            o => Assert.True(o.Outcome is OutcomeKind.Clean or OutcomeKind.NotApplicable, $"{o.Kind}: {o.Outcome} {o.Reason}"));
    }

    static CauseFound Found(double ms, Severity atMost = Severity.Critical, double coreMs = 0) => new()
    {
        Where = [new() { StageId = 1, Share = 0.3 }, new() { StageId = 2, Share = 0.7 }],
        Evidence = [],
        Cause = "",
        Advice = [],
        Confidence = Confidence.High,
        EstimatedMs = ms,
        EstimatedCoreMs = coreMs,
        AtMost = atMost,
    };

    sealed class Fake(string id, string kind, Func<Verdict> verdict) : IDetector
    {
        public DetectorDescriptor Descriptor { get; } = new(
            id, kind, kind, DetectorCategory.Tasks, [], new("do it", Degree.Low, Degree.Low, "nothing"));

        public Verdict Detect(ApplicationRun run, DetectorContext context) => verdict();
    }
}
