using Rightsizer.TestSupport;

namespace Rightsizer.Fuzz;

/// <summary>How long and what is tried. Inputs are numbered; a number and the seed make the same input again.</summary>
sealed record FuzzSettings
{
    public int Seed { get; init; } = 22;

    /// <summary>Ends after this many inputs.</summary>
    public long Inputs { get; init; } = long.MaxValue;

    /// <summary>Ends after this time.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Number of the first input.</summary>
    public long First { get; init; }

    /// <summary>Names; empty is all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
    public int Workers { get; init; } = 1;

    /// <summary>Where inputs that broke something are kept.</summary>
    public string Keep { get; init; } = Path.Combine(SharedFolder.RepositoryRoot, "artifacts", "fuzz");

    /// <summary>One input may not take longer; the machine may have other work.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);
}
