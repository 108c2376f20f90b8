using Rightsizer.Analyzer.Detectors;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// Of each kind of saving: what to do, how much work that is, what can go wrong. A detector carries its own; here are the other ways to
/// save. Judgement, not measurement.
/// </summary>
static class SavingKinds
{
    public const string Spot = "spot", Graviton = "graviton", Serverless = "serverless", FailedRuns = "failedRun",
        Sessions = "interactiveIdle";

    /// <summary>A state of another version may hold findings of detectors that this one has not got.</summary>
    static readonly Remedy Foreign = new("see the page of the finding", Degree.Medium, Degree.Medium, "found by another version");

    static readonly Dictionary<string, Remedy> Others = new(StringComparer.Ordinal)
    {
        [FailedRuns] = new("Find why runs fail, or stop starting them", Degree.Medium, Degree.Low, "none beyond the fix"),
        [Sessions] = new("End idle sessions, or release their executors (dynamic allocation, idle timeout)", Degree.Low, Degree.Low,
            "a session's first query after a pause waits for executors"),
        [Spot] = new("Run task nodes on Spot", Degree.Low, Degree.High,
            "interruptions repeat work and make runs longer; their cost is not included"),
        [Graviton] = new(
            "Run on Graviton nodes", Degree.Medium, Degree.Medium, Scenarios.Times + "; native libraries need arm64 builds"),
        [Serverless] = new(
            "Run on EMR Serverless", Degree.Medium, Degree.Medium, Scenarios.Times + "; workers are smaller, start-up is not counted"),
    };

    static readonly Dictionary<string, Remedy> Detected = DetectorCatalog.All.ToDictionary(
        d => d.Descriptor.Kind, d => d.Descriptor.Remedy, StringComparer.Ordinal);

    public static Remedy Find(string kind) => Others.GetValueOrDefault(kind) ?? Detected.GetValueOrDefault(kind, Foreign);
}
