namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>A cluster that <c>size --state</c> chose for a job, one line of the state, with what it was said to take.</summary>
public sealed record MoveRecord
{
    /// <summary>Version of the line; raised whenever a field changes its meaning.</summary>
    public int RecordVersion { get; init; } = RecordKind.CurrentVersion;

    /// <summary>Hash of job, platform and cluster.</summary>
    public required string Id { get; init; }

    /// <summary>Application's name without dates and ids.</summary>
    public required string Job { get; init; }

    /// <summary>emr-ec2, emr-serverless, emr-eks or glue.</summary>
    public required string Platform { get; init; }

    /// <summary>For people: its nodes or workers.</summary>
    public required string Name { get; init; }

    /// <summary>x86_64 or arm64; absent where it is not known.</summary>
    public string? Architecture { get; init; }

    /// <summary>Cores of an executor, and executors at most.</summary>
    public required int ExecutorCores { get; init; }
    public required int Executors { get; init; }

    /// <summary>Predicted application time a run, P50 and P90, start-up not counted.</summary>
    public required long RunMs { get; init; }
    public required long RunP90Ms { get; init; }

    /// <summary>Predicted cost a run, P50 and P90; absent without a price.</summary>
    public decimal? Usd { get; init; }
    public decimal? UsdP90 { get; init; }

    /// <summary>Application time that nine runs in ten must meet.</summary>
    public required long DeadlineMs { get; init; }

    /// <summary>
    /// Of a pilot: application time that nine runs in ten must meet for it to pass, at no more than <see cref="UsdP90"/>. Absent for any
    /// other move.
    /// </summary>
    public long? PilotMs { get; init; }

    /// <summary>Today's cluster on the day of the choice; the cost is absent where it had no price or was assumed.</summary>
    public long? TodayRunMs { get; init; }
    public decimal? TodayUsd { get; init; }

    /// <summary>
    /// Rows and bytes read a run, at the median of the runs that the choice was made from; absent where nothing was read.
    /// </summary>
    public long? InputRecords { get; init; }
    public long? InputBytes { get; init; }

    /// <value>Epoch milliseconds: start of the last run that the choice was made from. Later runs judge it.</value>
    public required long LastStartMs { get; init; }

    /// <value>UTC day of that run, ISO.</value>
    public required string ChosenOn { get; init; }
}
