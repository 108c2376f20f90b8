namespace Rightsizer.Analyzer.Model;

/// <summary>What figures a value that is not credible puts in doubt.</summary>
public enum DoubtSubject
{
    /// <summary>Sums over tasks: bytes, records, times in the executor.</summary>
    Sums,

    /// <summary>When things began and ended.</summary>
    Time,

    /// <summary>What was paid for: executors and their cores.</summary>
    Money,
}
