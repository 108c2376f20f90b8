using System.Globalization;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

/// <summary>shared/spark-logs/curves: the same programs at several shapes, loaded once.</summary>
static class Curves
{
    static readonly Lazy<IReadOnlyList<CurveRun>> loaded = new(Load);

    public static IReadOnlyList<CurveRun> All => loaded.Value;

    /// <summary>Every run with every other of its program at half to twice its slots.</summary>
    public static IEnumerable<(CurveRun From, CurveRun To)> Pairs =>
        from a in All
        from b in All
        where a != b && a.Program == b.Program && b.Slots <= 2 * a.Slots && a.Slots <= 2 * b.Slots
        select (a, b);

    public static ApplicationRun LoadRun(string path) => ApplicationRunLoader.Load(EventLogLocator.Find(path)[^1]);

    static List<CurveRun> Load()
    {
        var folder = Path.Combine(SharedFolder.Path!, "spark-logs", "curves");
        return [.. File.ReadLines(Path.Combine(folder, "labels.tsv")).Skip(1).Select(line => line.Split('\t')).Select(f => new CurveRun(
            f[0], f[1], int.Parse(f[2], CultureInfo.InvariantCulture), int.Parse(f[3], CultureInfo.InvariantCulture),
                long.Parse(f[4], CultureInfo.InvariantCulture),
            RunReplay.Prepare(LoadRun(Path.Combine(folder, "logs", f[0])))))];
    }
}

/// <param name="Log">File name.</param>
/// <param name="Program">What ran.</param>
/// <param name="Executors">How many.</param>
/// <param name="Cores">Of each.</param>
/// <param name="WorkMs">Second job's submission to last job's end.</param>
/// <param name="Prepared">Its plan.</param>
sealed record CurveRun(string Log, string Program, int Executors, int Cores, long WorkMs, ReplayPreparation Prepared)
{
    public int Slots => Executors * Cores;
    public ReplayPlan Plan => Prepared.Plan!;
}
