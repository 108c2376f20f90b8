namespace Rightsizer.Analyzer.Replay;

/// <summary>What a job waited for before it was submitted.</summary>
public enum JobGate
{
    /// <summary>The application's start.</summary>
    ApplicationStart,

    /// <summary>The end of another job.</summary>
    JobEnd,

    /// <summary>The start of another job that still ran: both were submitted from one place, without waiting.</summary>
    JobStart,
}

/// <summary>One job of the plan.</summary>
public sealed record PlanJob
{
    public required int JobId { get; init; }
    public required JobGate Gate { get; init; }

    /// <summary>0-based place in <see cref="ReplayPlan.Jobs"/> of the job waited for; -1 for the application's start.</summary>
    public required int GateJob { get; init; }

    /// <summary>Time of the driver between the gate and the submission.</summary>
    public required double GapMs { get; init; }

    /// <summary>Last stage's end to the job's end; the whole job where no stage ran.</summary>
    public required double TailMs { get; init; }

    /// <summary>As observed.</summary>
    public required double SubmittedMs { get; init; }

    /// <summary>As observed; the last time seen where the job has no end.</summary>
    public required double EndedMs { get; init; }
}
