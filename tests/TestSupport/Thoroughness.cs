namespace Rightsizer.TestSupport;

/// <summary>How much of the long tests is run: a sample, the tests of minutes too for each change (CI), or all of it (weekly).</summary>
public static class Thoroughness
{
    public const string SkipReason = "takes a minute of two cores; RIGHTSIZER_FULL=1 runs it, as .ci/run does";

    /// <summary>RIGHTSIZER_FULL=1: the long tests too, over a part of the logs and cuts.</summary>
    public static bool Full { get; } = Environment.GetEnvironmentVariable("RIGHTSIZER_FULL") is "1" or "weekly";

    /// <summary>RIGHTSIZER_FULL=weekly: every log and every cut.</summary>
    public static bool Weekly { get; } = Environment.GetEnvironmentVariable("RIGHTSIZER_FULL") == "weekly";

    public const string WeeklyReason = "takes minutes; RIGHTSIZER_FULL=weekly runs it";

    /// <summary>Of <paramref name="items"/> all weekly, else every <paramref name="nth"/>.</summary>
    public static IReadOnlyList<T> Choose<T>(IReadOnlyList<T> items, int nth) => [.. items.Where((_, i) => i % Step(nth) == 0)];

    /// <summary>One weekly, else <paramref name="nth"/>.</summary>
    public static int Step(int nth) => Weekly ? 1 : nth;
}
