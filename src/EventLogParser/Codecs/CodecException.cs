namespace Rightsizer.EventLogParser.Codecs;

/// <summary>A compressed stream stopped short or made no sense. Never leaves <see cref="DecodedStream"/>.</summary>
sealed class CodecException : Exception
{
    CodecException(string message) : base(message) { }

    /// <summary>The stored bytes end where the format needs more.</summary>
    public static CodecException Truncated(string what) => new("truncated: " + what);

    /// <summary>The stored bytes break the format's rules.</summary>
    public static CodecException Corrupt(string what) => new("corrupt: " + what);
}
