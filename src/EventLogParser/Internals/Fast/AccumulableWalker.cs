using System.Text;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Full;
using Rightsizer.EventLogParser.Internals.Full.Decoders;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>The accumulables of a stage as Spark 2 to 4 write them, without a JSON reader.</summary>
/// <remarks><see cref="AccumulableDecoder"/> says what the fields mean and takes every list that is written otherwise.</remarks>
ref struct AccumulableWalker
{
    /// <summary>Bytes of a value; longer ones are looked for among those that come again.</summary>
    const int LongestValue = 15;

    readonly DecodeContext context;
    JsonWalker walker;

    AccumulableWalker(ReadOnlySpan<byte> text, DecodeContext context)
    {
        walker = new JsonWalker(text);
        this.context = context;
    }

    /// <summary>All entries in their order; null where one is written in another way.</summary>
    /// <param name="text">From the list's opening bracket on; valid UTF-8.</param>
    /// <param name="context">As in any decoder.</param>
    /// <param name="length">Bytes of the list.</param>
    public static List<Accumulable>? Read(ReadOnlySpan<byte> text, DecodeContext context, out int length)
    {
        var list = new AccumulableWalker(text, context);
        var read = list.ReadList();
        length = list.walker.At;
        return read;
    }

    List<Accumulable>? ReadList()
    {
        if (!walker.Take("["u8)) return null;
        var list = new List<Accumulable>();
        if (walker.Take("]"u8)) return list;
        do
        {
            if (ReadOne() is not { } accumulable) return null;
            list.Add(accumulable);
        }
        while (walker.Take(","u8));
        return walker.Take("]"u8) ? list : null;
    }

    Accumulable? ReadOne()
    {
        if (!walker.Take("{\"ID\":"u8) || !walker.TryNumber(out var id) || !walker.Take(",\"Name\":"u8) || ReadPooled() is not { } name
            || !walker.Take(",\"Value\":"u8) || ReadValue() is not { } value || !walker.Take(",\"Internal\":"u8)) return null;
        var isInternal = walker.Take("true"u8);
        if (!isInternal && !walker.Take("false"u8)) return null;
        if (!walker.Take(",\"Count Failed Values\":"u8) || !walker.Take("true"u8) && !walker.Take("false"u8)) return null;
        string? metadata = null;
        if (walker.Take(",\"Metadata\":"u8) && (metadata = ReadPooled()) is null) return null;
        return walker.Take("}"u8) ? new Accumulable(id, name, value, null, isInternal, metadata) : null;
    }

    string? ReadPooled() => walker.TryString(out var text, out var isEscaped) && !isEscaped && text.Length <= StringPool.LongestPooled
        ? context.Pooled(text) : null;

    /// <summary>Of a SQL metric a string, of a task metric a number.</summary>
    string? ReadValue()
    {
        var rest = walker.Rest;
        if (rest is [(byte)'"', ..])
        {
            return walker.TryString(out var text, out var isEscaped) && !isEscaped && text.Length <= LongestValue
                ? Encoding.UTF8.GetString(text) : null;
        }
        var start = walker.At;
        return walker.TryNumber(out _) ? Encoding.UTF8.GetString(rest[..(walker.At - start)]) : null;
    }
}
