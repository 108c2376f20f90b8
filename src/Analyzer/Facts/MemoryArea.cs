namespace Rightsizer.Analyzer.Facts;

/// <summary>Which memory a JVM ran out of: the same error stands for all.</summary>
enum MemoryArea
{
    /// <summary>The heap, or Spark's share of it.</summary>
    Heap,

    /// <summary>Direct buffers, outside the heap: -XX:MaxDirectMemorySize, without it as much as the heap.</summary>
    DirectBuffers,

    /// <summary>Classes, outside the heap: -XX:MaxMetaspaceSize, without it no limit.</summary>
    Metaspace,

    /// <summary>The operating system gave no further thread.</summary>
    Threads,

    /// <summary>One array was to be larger than Java's arrays can be.</summary>
    Array,
}

static class MemoryAreas
{
    /// <summary>The messages of HotSpot's OutOfMemoryError; what is none of them is the heap.</summary>
    static readonly (string Text, MemoryArea Area)[] messages =
    [
        ("Direct buffer memory", MemoryArea.DirectBuffers), ("direct memory", MemoryArea.DirectBuffers),
        ("Metaspace", MemoryArea.Metaspace), ("Compressed class space", MemoryArea.Metaspace),
        ("unable to create native thread", MemoryArea.Threads), ("unable to create new native thread", MemoryArea.Threads),
        ("Requested array size exceeds VM limit", MemoryArea.Array),
    ];

    /// <param name="text">Of the error; its first line has the message.</param>
    public static MemoryArea Parse(string? text)
    {
        var line = text?.Split('\n', 2)[0] ?? "";
        return messages.FirstOrDefault(m => line.Contains(m.Text, StringComparison.OrdinalIgnoreCase)).Area;
    }
}
