using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Reads "Accumulables" of a task entry by entry, and every byte of it.</summary>
static unsafe class AccumulableWalk
{
    const int Id = 0, Values = 1;

    /// <summary>An entry up to what stands before its name.</summary>
    static readonly Template Head = new Template().Then("{\"ID\":", TemplateKind.Number, Id).Build();

    static readonly Template Tail = new Template()
        .Then(",\"Internal\":", TemplateKind.SkippedFlag)
        .Then(",\"Count Failed Values\":", TemplateKind.SkippedFlag)
        .Maybe(",\"Metadata\":\"sql\"", TemplateKind.Literal)
        .Then("}")
        .Build();

    /// <param name="p">First byte inside the array.</param>
    /// <param name="batch">Takes the updates; null where nobody wants them.</param>
    /// <returns>The closing bracket of the array; null at any surprise.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Run(byte* p, EventBatch? batch)
    {
        if (*p == ']') return p;
        var values = stackalloc long[Values];
        while (true)
        {
            p = TemplateWalker.Walk(p, Head.First, Head.End, values);
            if (p is null) return null;
            if (Bytes.StartsWith(p, ",\"Name\":\""u8))
            {
                p = StringEnd(p + 9);
                if (p is null) return null;
                p++;
            }
            if (Bytes.StartsWith(p, ",\"Update\":"u8))
            {
                p = Value(p + 10, out var update);
                if (p is null) return null;
                batch?.AddUpdate(new AccumulatorUpdate(values[Id], update));
            }
            if (Bytes.StartsWith(p, ",\"Value\":"u8))
            {
                p = Value(p + 9, out _);
                if (p is null) return null;
            }
            p = TemplateWalker.Walk(p, Tail.First, Tail.End, values);
            if (p is null) return null;
            if (*p == ']') return p;
            if (*p++ != ',') return null;
        }
    }

    /// <summary>A whole number, bare or as a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* Value(byte* p, out long value)
    {
        var quoted = *p == '"';
        if (quoted) p++;
        var negative = *p == '-';
        if (negative) p++;
        p = Digits.Read(p, out value);
        if (p is null) return null;
        if (negative) value = -value;
        if (!quoted) return p;
        return *p == '"' ? p + 1 : null;
    }

    /// <summary>The closing quote of a string that may hold escapes and any characters; null where it is not valid JSON.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* StringEnd(byte* p) => Bytes.TextEnd(p) is var end && end is not null ? end : AwkwardStringEnd(p);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static byte* AwkwardStringEnd(byte* p)
    {
        var start = p;
        var ascii = true;
        while (true)
        {
            p = Bytes.NextSpecial(p, ref ascii);
            if (*p == '"') return ascii || Utf8.IsValid(new ReadOnlySpan<byte>(start, (int)(p - start))) ? p : null;
            if (*p != '\\' || "\"\\/bfnrt"u8.IndexOf(p[1]) < 0) return null;
            p += 2;
        }
    }
}
