namespace Rightsizer.Analyzer.Replay;

/// <summary>How well the simulator reproduces the run that it saw.</summary>
/// <param name="ObservedMs">Application time in the log.</param>
/// <param name="ReplayedMs">The same, simulated; null when refused.</param>
/// <param name="ErrorPct">Signed; null when refused.</param>
/// <param name="Tier">A (count only, 0.5 to 2x), B, C, D; docs/science.md 1.5.</param>
/// <param name="Refused">Null, or why no number is given.</param>
public sealed record ReplayReport(long? ObservedMs, long? ReplayedMs, double? ErrorPct, string? Tier, string? Refused)
{
    /// <summary>Half of the public logs are reproduced within 0.1 %, the worst within 3.7 (docs/science.md 1.5).</summary>
    const double CloseErrorPct = 2;

    /// <summary>How the simulation of the run as it was compares with the run; null where that is not known.</summary>
    public string? Match() => ErrorPct is not { } error ? null
        : Math.Abs(error) <= CloseErrorPct ? $"The simulation matches this run within {Within(Math.Abs(error))} %."
        : FormattableString.Invariant($"The simulation of this run is {Math.Abs(error):0.#} % {(error > 0 ? "longer" : "shorter")} ")
            + "than the run: savings smaller than that are not certain.";

    static string Within(double errorPct) => errorPct switch { <= 0.1 => "0.1", <= 0.5 => "0.5", <= 1 => "1", _ => "2" };
}

/// <summary>The run at another shape. Times are null where it was refused.</summary>
public sealed record WhatIfAnswer
{
    /// <summary>Fixed count; null under dynamic allocation.</summary>
    public int? Executors { get; init; }
    public int? MinExecutors { get; init; }
    public int? MaxExecutors { get; init; }
    public required int CoresPerExecutor { get; init; }
    public long? DurationMs { get; init; }
    public long? DurationP10Ms { get; init; }
    public long? DurationP90Ms { get; init; }

    /// <summary>First job's submission to last job's end.</summary>
    public long? JobsMs { get; init; }

    /// <summary>Band of <see cref="JobsMs"/> once executors are up: their start is in the band of the whole run.</summary>
    public long? JobsP10Ms { get; init; }
    public long? JobsP90Ms { get; init; }
    public IReadOnlyList<WhatIfJob> Jobs { get; init; } = [];
    public decimal? CostUsd { get; init; }
    public string? Tier { get; init; }

    /// <summary>What makes it unsure besides the noise of two runs; empty where nothing does.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];
    public string? Refused { get; init; }
}

/// <summary>Milliseconds from the application's start.</summary>
public sealed record WhatIfJob(int JobId, long SubmittedMs, long EndedMs);

/// <summary>Where the wall-clock and the paid core-time went; each list sums to its total.</summary>
public sealed record Waterfall(long TotalMs, IReadOnlyList<WaterfallLine> Time, long TotalCoreMs, IReadOnlyList<WaterfallLine> CoreTime);

/// <param name="Name">Stable camelCase word.</param>
/// <param name="Ms">Milliseconds, or core-milliseconds in the core-time list.</param>
public sealed record WaterfallLine(string Name, long Ms);
