namespace Rightsizer.TestSupport;

/// <summary>How much of the long tests is run. CI runs all of it.</summary>
public static class Thoroughness
{
    public const string SkipReason = "takes a minute of two cores; RIGHTSIZER_FULL=1 runs it, as .ci/run does";

    /// <summary>RIGHTSIZER_FULL=1: every log and every cut.</summary>
    public static bool Full { get; } = Environment.GetEnvironmentVariable("RIGHTSIZER_FULL") is "1" or "weekly";

    /// <summary>RIGHTSIZER_FULL=weekly: what takes too long for each change as well.</summary>
    public static bool Weekly { get; } = Environment.GetEnvironmentVariable("RIGHTSIZER_FULL") == "weekly";

    public const string WeeklyReason = "takes minutes; RIGHTSIZER_FULL=weekly runs it";

    /// <summary>All of <paramref name="items"/>, or every <paramref name="nth"/>.</summary>
    public static IReadOnlyList<T> Choose<T>(IReadOnlyList<T> items, int nth) => Full ? items : [.. items.Where((_, i) => i % nth == 0)];
}
