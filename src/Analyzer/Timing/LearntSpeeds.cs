namespace Rightsizer.Analyzer.Timing;

/// <summary>
/// Speeds of processors that the user's own runs of one job correct: each prior is weighed with what pairs of runs on both say.
/// </summary>
sealed class LearntSpeeds
{
    /// <summary>Run to run, of the CPU time a byte takes: C3O's repeats, docs/science.md 1.3, twice for two runs.</summary>
    public const double RunSpread = 0.05;

    readonly Dictionary<string, (double Log, double Variance, int Runs)> byName = new(StringComparer.Ordinal);

    /// <param name="reference">The processors of the run that is replayed: they keep their speed.</param>
    /// <param name="runs">Of the same job: the processors and the CPU time that a byte took there, at full speed of a vCPU.</param>
    public LearntSpeeds(Silicon reference, IReadOnlyList<(Silicon Silicon, double CpuMsPerByte)> runs)
    {
        var own = runs.Where(r => r.Silicon.Name == reference.Name).ToList();
        if (own.Count == 0) return;
        var here = own.Average(r => Math.Log(r.CpuMsPerByte));
        foreach (var group in runs.Where(r => r.Silicon.Name != reference.Name).GroupBy(r => r.Silicon))
        {
            var seen = here - group.Average(r => Math.Log(r.CpuMsPerByte));
            var seenVariance = RunSpread * RunSpread * (1.0 / own.Count + 1.0 / group.Count());
            // before any run was seen: the spread of the prior and that between machines of one architecture
            var prior = group.Key.LogSpeed - reference.LogSpeed;
            var sameIsa = reference.Kind == CoreKind.Graviton == (group.Key.Kind == CoreKind.Graviton);
            var priorVariance = Math.Pow(Silicon.SpreadBetween(reference, group.Key), 2)
                + Math.Pow(sameIsa ? TimeSpread.SameIsa : TimeSpread.OtherIsa, 2);
            var weight = priorVariance / (priorVariance + seenVariance);
            byName[group.Key.Name] = (
                reference.LogSpeed + prior + weight * (seen - prior), priorVariance * (1 - weight), group.Count() + own.Count);
        }
    }

    /// <summary>Null where no run tells.</summary>
    public double? LogOf(Silicon silicon) => byName.TryGetValue(silicon.Name, out var learnt) ? learnt.Log : null;

    /// <summary>Standard deviation against the processors of the replayed run; null where no run tells.</summary>
    public double? SpreadOf(Silicon silicon) => byName.TryGetValue(silicon.Name, out var learnt) ? Math.Sqrt(learnt.Variance) : null;

    /// <summary>Runs that were compared; 0 where none tells.</summary>
    public int RunsOf(Silicon silicon) => byName.TryGetValue(silicon.Name, out var learnt) ? learnt.Runs : 0;
}
