namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>What stands after a field's key.</summary>
enum TemplateKind : byte
{
    /// <summary>Nothing: the key is punctuation, or the first piece of a long key.</summary>
    Literal,

    /// <summary>A whole number that is kept.</summary>
    Number,

    /// <summary>A whole number that nobody asked for.</summary>
    SkippedNumber,

    /// <summary>The text of a string, whose key ends with the opening quote; place and length are kept.</summary>
    Text,

    /// <summary>As <see cref="Text"/>, not kept.</summary>
    SkippedText,

    /// <summary>true or false, kept as 1 or 0.</summary>
    Flag,

    /// <summary>As <see cref="Flag"/>, not kept.</summary>
    SkippedFlag,
}
