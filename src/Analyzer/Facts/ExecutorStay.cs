namespace Rightsizer.Analyzer.Facts;

/// <summary>One executor's stay.</summary>
/// <param name="Cores">As registered.</param>
/// <param name="Host">Empty when unknown.</param>
/// <param name="Seconds">From added to removed.</param>
readonly record struct ExecutorStay(int Cores, string Host, decimal Seconds)
{
    /// <summary>Seconds from the application's start to added.</summary>
    public decimal FromSeconds { get; init; }

    /// <summary>
    /// Memory of its resource profile, or of its own size where YARN made executors of several; null for the application's own settings.
    /// </summary>
    public SparkMemory? Memory { get; init; }

    /// <summary>Of another resource profile than the default.</summary>
    public bool HasOwnProfile { get; init; }
}
