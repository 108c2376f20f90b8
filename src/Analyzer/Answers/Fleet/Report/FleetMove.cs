namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>What to do about a job that was to move to another cluster.</summary>
public enum MoveVerdict
{
    /// <summary>No later run was on the chosen cluster.</summary>
    NotMoved,

    /// <summary>Too few runs on it to judge.</summary>
    Wait,

    /// <summary>At least nine runs in ten met the deadline, and a run costs no more than before the move.</summary>
    GoOn,

    /// <summary>More than one run in ten missed the deadline, or a run costs more than before the move.</summary>
    GoBack,
}

/// <summary>A cluster that <c>size --state</c> chose, and the runs that were on it since.</summary>
public sealed record FleetMove
{
    /// <summary>The same in every report.</summary>
    public required string Id { get; init; }
    public required string Job { get; init; }

    /// <summary>The chosen cluster, for people.</summary>
    public required string Name { get; init; }
    public required string Platform { get; init; }

    /// <value>UTC days, ISO; the second is null before the move.</value>
    public required string ChosenOn { get; init; }
    public string? MovedOn { get; init; }
    public required MoveVerdict Verdict { get; init; }

    /// <summary>Successful runs on the chosen cluster.</summary>
    public required int Runs { get; init; }

    /// <summary>Application time at P50 and P90 as predicted, in proportion to the data of the runs since.</summary>
    public required long PredictedMs { get; init; }
    public required long PredictedP90Ms { get; init; }

    /// <summary>Median application time since the move; null before it.</summary>
    public long? RealisedMs { get; init; }

    /// <summary>Cost of a run: predicted, and the median since; null without a price.</summary>
    public decimal? PredictedUsd { get; init; }
    public decimal? RealisedUsd { get; init; }

    /// <summary>How the realised cost is known: the weakest of the runs since.</summary>
    public Ground RealisedGround { get; init; }

    /// <summary>What a study asked of the move as a pilot; null where it is none, and before the move.</summary>
    public FleetPilot? Pilot { get; init; }

    /// <summary>Cost of a run before the move, in proportion to the data; null without a price.</summary>
    public decimal? BeforeUsd { get; init; }

    /// <summary>Application time that nine runs in ten must meet, and the runs that did.</summary>
    public required long DeadlineMs { get; init; }
    public required int DeadlineMet { get; init; }

    /// <summary>Data of a run since over the data that the choice was made from; 1 where it is the same or not known.</summary>
    public required double VolumeRatio { get; init; }
}

/// <summary>A pilot of a study: it passes where the runs are as fast and as cheap as the prediction said of nine in ten.</summary>
/// <param name="DeadlineMs">Application time that nine runs in ten must meet, in proportion to the data.</param>
/// <param name="Met">Runs that did.</param>
/// <param name="MaxUsd">A run may cost this much at the median, in proportion to the data; null without a price.</param>
/// <param name="Passed">Null with fewer than five runs, and where the cost of one of them is not known.</param>
public sealed record FleetPilot(long DeadlineMs, int Met, decimal? MaxUsd, bool? Passed);
