using System.Runtime.InteropServices;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>One key of a template and what is done with the value after it. Sized so that an array of them is walked by a shift.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
unsafe struct TemplateField
{
    /// <summary>Longest key: one vector compares it.</summary>
    public const int MaxKeyBytes = 32;

    [FieldOffset(0)] public fixed byte Key[MaxKeyBytes];

    /// <summary>A bit for each byte of <see cref="Key"/> that counts.</summary>
    [FieldOffset(32)] public uint KeyMask;
    [FieldOffset(36)] public int KeyBytes;

    /// <summary>Where the value goes; a text takes two places.</summary>
    [FieldOffset(40)] public int Target;

    /// <summary>Fields to step over when the key is not there; 0 means that it must be.</summary>
    [FieldOffset(44)] public int SkipIfAbsent;
    [FieldOffset(48)] public TemplateKind Kind;
}
