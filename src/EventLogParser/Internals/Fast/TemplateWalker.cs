using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Holds a line against a template. Every byte that it passes has been compared, so what it accepts is JSON.</summary>
static unsafe class TemplateWalker
{
    /// <summary>Walks all fields from <paramref name="p"/> on and puts the kept values into <paramref name="values"/>.</summary>
    /// <remarks>Absent fields leave their places as they are. A newline never matches, so the walk cannot leave its line.</remarks>
    /// <returns>Just past the last field; null at the first surprise.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Walk(byte* p, TemplateField* field, TemplateField* end, long* values)
    {
        while (field < end)
        {
            var differs = ~Vector256.Equals(Vector256.Load(p), Vector256.Load(field->Key)).ExtractMostSignificantBits() & field->KeyMask;
            if (differs != 0)
            {
                if (field->SkipIfAbsent == 0) return null;
                field += field->SkipIfAbsent;
                continue;
            }
            p += field->KeyBytes;
            if (field->Kind == TemplateKind.Number)
            {
                p = Digits.Read(p, out values[field->Target]);
                if (p is null) return null;
            }
            else if (field->Kind != TemplateKind.Literal)
            {
                p = Other(p, field, values);
                if (p is null) return null;
            }
            field++;
        }
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* Other(byte* p, TemplateField* field, long* values)
    {
        // no switch: its jump table is one branch for all kinds, foreseen badly
        if (field->Kind == TemplateKind.SkippedNumber) return Digits.Read(p, out _);
        if (field->Kind == TemplateKind.Text)
        {
            var end = Bytes.TextEnd(p);
            values[field->Target] = (long)p;
            values[field->Target + 1] = end - p;
            return end;
        }
        if (field->Kind == TemplateKind.SkippedText) return Bytes.TextEnd(p);
        return Flag(p, field, values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* Flag(byte* p, TemplateField* field, long* values)
    {
        const uint True = 't' | 'r' << 8 | 'u' << 16 | 'e' << 24;
        const uint Fals = 'f' | 'a' << 8 | 'l' << 16 | 's' << 24;
        var word = *(uint*)p;
        if (word != True && (word != Fals || p[4] != 'e')) return null;
        if (field->Kind == TemplateKind.Flag) values[field->Target] = word == True ? 1 : 0;
        return p + (word == True ? 4 : 5);
    }
}
