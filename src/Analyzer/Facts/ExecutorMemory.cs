namespace Rightsizer.Analyzer.Facts;

/// <summary>Spark's unified memory, by the rules of UnifiedMemoryManager.</summary>
/// <param name="HeapBytes">spark.executor.memory.</param>
/// <param name="Fraction">spark.memory.fraction.</param>
/// <param name="Slots">Tasks at a time.</param>
readonly record struct ExecutorMemory(double HeapBytes, double Fraction, int Slots)
{
    /// <summary>Kept for Spark's own objects.</summary>
    public const double ReservedBytes = 300 << 20;

    /// <summary>Of spark.memory.fraction.</summary>
    public const double DefaultFraction = 0.6;

    /// <summary>Room over the measured need: two runs of one job do not need the same.</summary>
    public const double Headroom = 1.2;

    public static ExecutorMemory Read(StageTasks stage, RunFacts facts)
    {
        var t = stage.Stage.Tasks;
        var slots = stage.Count > 0 && facts.ExecutorAt(t.ExecutorId(stage.Rows[0]), t.LaunchTimeMs(stage.Rows[0])) is { } e
            ? facts.SlotsOf(e, stage.Stage) : 1;
        return new(facts.Settings.ExecutorHeapBytes, facts.Settings.Number("spark.memory.fraction", DefaultFraction), slots);
    }

    /// <summary>Execution and storage memory of one executor.</summary>
    public double UnifiedBytes => Math.Max(1, (HeapBytes - ReservedBytes) * Fraction);

    /// <summary>What a task gets while all slots are taken and nothing is cached.</summary>
    public double TaskShareBytes => UnifiedBytes / Slots;

    /// <summary>The same with Spark's own spark.memory.fraction, where the run had a smaller one; else null.</summary>
    public double? DefaultShareBytes => Fraction < DefaultFraction ? (this with { Fraction = DefaultFraction }).TaskShareBytes : null;

    public double HeapFor(double needBytes) => ReservedBytes + Slots * Headroom * needBytes / Fraction;

    /// <summary>Tasks at a time that would all have room; 0 when not even one.</summary>
    public int SlotsFor(double needBytes) => (int)(UnifiedBytes / (Headroom * needBytes));
}
