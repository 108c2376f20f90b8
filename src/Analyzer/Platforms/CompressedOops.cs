namespace Rightsizer.Analyzer.Platforms;

/// <summary>
/// From 32 GiB of heap on the JVM needs eight bytes for a pointer where four were enough below: such a heap holds less than its size says.
/// docs/science.md 7.
/// </summary>
static class CompressedOops
{
    /// <summary>The largest heap whose pointers are small, with room for what the JVM reserves itself.</summary>
    public const long MostMib = 31 * 1024;

    const long LostFromMib = 32 * 1024, RegainedFromMib = 48 * 1024;

    /// <summary>A heap so large that pointers are wide, and too small to be worth it.</summary>
    public static bool IsLost(long heapMib) => heapMib is > MostMib and < RegainedFromMib;

    /// <summary>Heap below 32 GiB that would hold as much, for objects that were seen in the other heap; MiB.</summary>
    /// <param name="heapMib">Offered.</param>
    /// <param name="seenMib">In which the need was measured.</param>
    public static long HoldsMib(long heapMib, long seenMib) =>
        heapMib >= LostFromMib && seenMib < LostFromMib ? Math.Max(MostMib, heapMib * LostFromMib / RegainedFromMib) : heapMib;
}
