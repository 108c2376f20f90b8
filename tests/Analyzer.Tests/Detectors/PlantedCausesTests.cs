using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Real logs with planted causes and their clean twins: what must be found, what must not, and what it saves.</summary>
public class PlantedCausesTests
{
    static readonly Lazy<IReadOnlyList<Planted>> Logs = new(Load);

    [Fact]
    public void EveryPlantedCause_IsFoundAtItsSeverityWithNothingElseAboveIt()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var wrong = new List<string>();
        foreach (var log in Logs.Value.Where(l => l.Kind.Length > 0))
        {
            var at = log.Findings.ToList().FindIndex(f => f.Kind == log.Kind);
            if (at < 0) wrong.Add($"{log.Name}: no {log.Kind}");
            else if (log.Findings[at].Severity < log.AtLeast) wrong.Add($"{log.Name}: {log.Kind} is {log.Findings[at].Severity}");
            else if (log.Findings.Take(at).FirstOrDefault(f => !log.AlsoOk.Contains(f.Kind)) is { } above)
                wrong.Add($"{log.Name}: {above.Kind} above {log.Kind}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void NothingElse_IsAWarningAnywhere()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);

        Assert.Empty(Logs.Value.SelectMany(l =>
            l.Findings.Where(f => f.Severity >= Severity.Warning && f.Kind != l.Kind && !l.AlsoOk.Contains(f.Kind))
            .Select(f => $"{l.Name}: {f.Kind}")));
    }

    [Fact]
    public void PromisedSavings_AreThoseOfTheCleanTwin()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var errors = Logs.Value.Where(l => l.SavesMs is not null)
            .Select(l => (l.Name, Error: l.Findings.FirstOrDefault(f => f.Kind == l.Kind)?.SavesMs is { } promised
            ? Math.Abs(promised / (double)l.SavesMs! - 1) : double.PositiveInfinity))
            .OrderBy(e => e.Error).ToList();
        foreach (var (name, error) in errors) TestContext.Current.TestOutputHelper?.WriteLine($"{name} {error:P0}");

        Assert.True(errors.Count >= 10);
        Assert.All(errors, e => Assert.True(e.Error <= 0.5, $"{e.Name} is {e.Error:P0} off"));
        Assert.True(errors[errors.Count / 2].Error <= 0.2);
    }

    [Fact]
    public void NoDetector_FailsOnAnyLog()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);

        Assert.Empty(Logs.Value.SelectMany(
            l => l.Outcomes.Where(o => o.Outcome == OutcomeKind.Failed).Select(o => $"{l.Name}: {o.Kind} {o.Reason}")));
    }

    sealed record Planted(
        string Name, string Kind, Severity AtLeast, IReadOnlySet<string> AlsoOk, long? SavesMs, IReadOnlyList<Finding> Findings,
            IReadOnlyList<DetectorOutcome> Outcomes);

    static IReadOnlyList<Planted> Load()
    {
        var folder = Path.Combine(SharedFolder.Path!, "spark-logs", "causes");
        var lines = File.ReadAllLines(Path.Combine(folder, "labels.tsv"));
        var columns = lines[0].Split('\t').ToList();
        return [.. lines.Skip(1).Where(l => l.Length > 0).AsParallel().AsOrdered().Select(l => Read(folder, columns, l.Split('\t')))];
    }

    static Planted Read(string folder, List<string> columns, string[] row)
    {
        string Of(string column) => columns.IndexOf(column) is var i && i < row.Length ? row[i] : "";
        var run = ApplicationRunLoader.Load(EventLogLocator.Find(Path.Combine(folder, "logs", Of("log")))[0]);
        var prepared = RunReplay.Prepare(run);
        var report = RunReplay.Report(run, prepared);
        var found = DetectorCatalog.Run(
            run, new DetectorContext(run) { Plan = report.Refused is null ? prepared.Plan : null, ReplayErrorPct = report.ErrorPct ?? 0 });
        return new(Of("log"), Of("planted"), Enum.TryParse<Severity>(Of("atLeast"), true, out var s) ? s : Severity.Info,
            Of("alsoOk").Split(',').ToHashSet(), long.TryParse(Of("savesMs"), out var ms) ? ms : null, found.Findings, found.Outcomes);
    }
}
