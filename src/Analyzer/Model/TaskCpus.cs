using System.Globalization;

namespace Rightsizer.Analyzer.Model;

/// <summary>
/// Cores that a task takes: spark.task.cpus, or the cpus of a resource profile. A fraction from Spark 4.3 on, with at most nine decimal
/// places and counted exactly: 1 core holds ten tasks of 0.1 (SPARK-58192).
/// </summary>
public readonly record struct TaskCpus
{
    const decimal Least = 1e-9m, Most = 1023;

    TaskCpus(decimal value) => Value = value;

    public static TaskCpus One { get; } = new(1);

    /// <summary>Cores.</summary>
    public decimal Value { get; }

    /// <summary>Of spark.task.cpus; 1 where there is none that makes sense.</summary>
    public static TaskCpus Parse(string? setting) =>
        decimal.TryParse(setting, NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var cpus)
            && cpus is >= Least and <= Most ? new(cpus) : One;

    /// <summary>Of a resource profile; null where the amount makes no sense.</summary>
    public static TaskCpus? OfProfile(double amount) =>
        amount is >= (double)Least and <= (double)Most ? new(Math.Round((decimal)amount, 9)) : null;

    /// <summary>Tasks that run at once on so many cores; 0 where one needs more.</summary>
    public int TasksOn(int cores) => (int)Math.Min(int.MaxValue, Math.Floor(cores / Value));

    /// <summary>The same for an executor that ran tasks, or is to run them: 1 at the least.</summary>
    public int SlotsOn(int cores) => Math.Max(1, TasksOn(cores));

    /// <summary>No core, and no room for a task, is left over.</summary>
    public bool Fill(int cores) => cores - TasksOn(cores) * Value < Math.Min(1, Value);

    /// <summary>Cores of so many slots, in whole cores.</summary>
    public int CoresOf(int slots) => (int)Math.Min(int.MaxValue, Math.Ceiling(slots * Value));
}
