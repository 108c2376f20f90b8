namespace Rightsizer.Analyzer.Replay;

/// <summary>A plan after it was scheduled. Milliseconds from the application's start; NaN for what never happened.</summary>
public sealed record SimulatedRun
{
    /// <summary>The application's end.</summary>
    public required double EndMs { get; init; }

    /// <summary>By place in <see cref="ReplayPlan.Jobs"/>.</summary>
    public required IReadOnlyList<SimulatedSpan> Jobs { get; init; }

    /// <summary>By place in <see cref="ReplayPlan.Stages"/>.</summary>
    public required IReadOnlyList<SimulatedSpan> Stages { get; init; }

    public required IReadOnlyList<SimulatedExecutor> Executors { get; init; }

    /// <summary>Slots times the time in which tasks held them, over all tasks.</summary>
    public required double BusySlotMs { get; init; }

    /// <summary>Cores times lives, to the application's end.</summary>
    public required double CoreMs { get; init; }

    /// <summary>False when tasks were left that nobody could run.</summary>
    public required bool Finished { get; init; }

    /// <summary>First job's submission to last job's end; 0 without jobs.</summary>
    public double JobsMs
    {
        get
        {
            double first = double.MaxValue, last = double.MinValue;
            foreach (var j in Jobs)
            {
                if (j.StartMs < first) first = j.StartMs;
                if (j.EndMs > last) last = j.EndMs;
            }
            return last > first ? last - first : 0;
        }
    }
}

public readonly record struct SimulatedSpan(double StartMs, double EndMs);

/// <param name="Id">Executor id; made up where the shape is not the observed one.</param>
/// <param name="Slots">Tasks at once.</param>
/// <param name="Cores">Cores paid.</param>
/// <param name="StartMs">Added.</param>
/// <param name="EndMs">Removed, or the application's end.</param>
public readonly record struct SimulatedExecutor(string Id, int Slots, int Cores, double StartMs, double EndMs);
