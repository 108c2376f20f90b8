namespace Rightsizer.Analyzer.Model;

/// <summary>
/// complete: nothing is missing that a number rests on. noGapSeen: nothing is known to be missing, but kinds of event may be that nothing
/// else in a log shows (<see cref="LogQuality.UnverifiedEvents"/>). partial: numbers are lower bounds. poor: few can be trusted.
/// </summary>
public enum QualityGrade { Complete, NoGapSeen, Partial, Poor }

/// <summary>How much of the run the log holds.</summary>
public sealed record LogQuality
{
    public required string Path { get; init; }

    /// <summary>single, rolling, databricksFolder, spark1Folder, zip, tar, standardInput.</summary>
    public required string Kind { get; init; }

    /// <summary>none, zstd, lz4, snappy, lzf, gz; several joined by "+".</summary>
    public required string Codec { get; init; }
    public required long Bytes { get; init; }
    public required long PlainBytes { get; init; }
    public required long Lines { get; init; }
    public required long MalformedLines { get; init; }
    public required IReadOnlyDictionary<string, long> MalformedByKind { get; init; }
    public string? FirstMalformed { get; init; }
    public required bool Truncated { get; init; }
    public required QualityGrade Grade { get; init; }

    /// <summary>Sentences, each saying what is missing and what that puts in doubt.</summary>
    public required IReadOnlyList<string> Doubts { get; init; }
    public required IReadOnlyDictionary<string, long> EventCounts { get; init; }

    /// <summary>TaskEnds whose TaskStart was not seen, those of rebuilt tasks among them; Spark does not add their metrics.</summary>
    public long TaskEndsWithoutStart { get; init; }
    public long TaskEndsWithoutLiveStage { get; init; }

    /// <summary>Tasks rebuilt from their ends because the log has no start of them.</summary>
    public long RebuiltTasks { get; init; }

    /// <summary>Kinds of event that the log should have and has not once.</summary>
    public IReadOnlyList<MissingEvent> MissingEvents { get; init; } = [];

    /// <summary>
    /// Kinds of event that the log has not once and that may have happened in this run, where nothing else in a log shows whether they did.
    /// </summary>
    public IReadOnlyList<MissingEvent> UnverifiedEvents { get; init; } = [];

    /// <summary>
    /// Places of the JSON document below which figures may be wrong because of what the log lacks, such as "executors.totalCores" or
    /// "sweep"; ordinal order.
    /// </summary>
    public IReadOnlyList<string> InDoubt { get; init; } = [];

    /// <summary>The log should have events of this kind, "TaskEnd" say, and has none.</summary>
    public bool Lacks(string kind) => MissingEvents.Any(m => m.Event == "SparkListener" + kind);

    /// <summary>Fields whose values cannot be true and were not used; by event, then field.</summary>
    public IReadOnlyList<ImplausibleField> Implausible { get; init; } = [];

    /// <summary>A time or what was paid for rests on a value that was not believed: such a run is in no total.</summary>
    public bool IsInDoubtOfTimeOrMoney => Implausible.Any(f => f.PutsInDoubt is DoubtSubject.Time or DoubtSubject.Money);

    /// <summary>
    /// More than 1 % of the lines or of the tasks were lost, or of the events of a kind hold a value that was not believed: docs/limits.md.
    /// </summary>
    public bool LostTooMuch { get; init; }

    /// <summary>Executors whose cores are inferred.</summary>
    public int InferredExecutors { get; init; }

    /// <summary>Jobs that still ran when the application ended; 0 where the log has no end.</summary>
    public int UnfinishedJobs { get; init; }

    /// <summary>SQL executions without an end where the application ended and no job ran any longer.</summary>
    public int UnfinishedQueries { get; init; }

    /// <summary>
    /// Spark compacted the log, or a part of it is missing: jobs that ran are not in it. What no task seems to have used may have
    /// been used.
    /// </summary>
    public bool LacksWork { get; init; }

    /// <summary>Texts that were too long to be kept whole.</summary>
    public long CutTexts { get; init; }
}
