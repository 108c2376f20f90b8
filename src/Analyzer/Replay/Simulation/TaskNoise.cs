namespace Rightsizer.Analyzer.Replay.Simulation;

/// <summary>Factors on the tasks of a stage, worked out some at a time: most tasks are launched in the order of their places.</summary>
sealed class TaskNoise
{
    const int AtOnce = 64, AtLeast = 4;

    double[] factors = [];
    int first, next, count;

    /// <summary>Another stage begins.</summary>
    public void Begin(int tasks) => (first, next, count) = (0, 0, tasks);

    public double Of(RunNoise noise, int stage, int task)
    {
        if (task >= first && task < next) return factors[task - first];
        if (task < first)
        {
            // one that comes late, as a retry: the others stay
            Span<double> few = stackalloc double[AtLeast];
            noise.Tasks(stage, task, few);
            return few[0];
        }
        if (factors.Length == 0) factors = new double[AtOnce];
        var drawn = Math.Min(AtOnce, (count - task + AtLeast - 1) / AtLeast * AtLeast);
        noise.Tasks(stage, task, factors.AsSpan(0, drawn));
        (first, next) = (task, task + drawn);
        return factors[0];
    }
}
