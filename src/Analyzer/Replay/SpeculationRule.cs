using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay.Preparation;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// When Spark copies a task (TaskSetManager.checkSpeculatableTasks): so many tasks of the stage succeeded, and it runs so long already.
/// </summary>
/// <param name="LeastSucceeded">Tasks of the stage.</param>
/// <param name="LeastMs">Since its launch.</param>
sealed record SpeculationRule(int LeastSucceeded, double LeastMs)
{
    const double Quantile = 0.75, Multiplier = 1.5, LeastTaskMs = 100;

    /// <summary>The same since Spark 4.0.</summary>
    const double QuantileOf4 = 0.9, MultiplierOf4 = 3;

    public static SpeculationRule Read(ApplicationRun run, StageAttempt stage)
    {
        const string prefix = "spark.speculation.";
        var of4 = int.TryParse(run.App.SparkVersion?.Split('.')[0], CultureInfo.InvariantCulture, out var major) && major >= 4;
        var quantile = Number(run.Environment[prefix + "quantile"], of4 ? QuantileOf4 : Quantile);
        var multiplier = Number(run.Environment[prefix + "multiplier"], of4 ? MultiplierOf4 : Multiplier);
        var least = AllocationSettings.DurationMs(run.Environment[prefix + "minTaskRuntime"], LeastTaskMs);
        var durations = new List<double>();
        for (var row = 0; row < stage.Tasks.Count; row++)
        {
            if (stage.Tasks.Status(row) is Model.TaskStatus.Success && stage.Tasks.DurationMs(row) is { } ms) durations.Add(ms);
        }
        var median = durations.Count == 0 ? 0 : Statistics.Median(durations);
        return new((int)Math.Max(1, Math.Floor(quantile * stage.Info.NumTasks)), Math.Max(least, multiplier * median));
    }

    static double Number(string? text, double none) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : none;
}
