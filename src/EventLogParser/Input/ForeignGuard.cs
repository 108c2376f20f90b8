using System.Globalization;

namespace Rightsizer.EventLogParser.Input;

/// <summary>Ends the reading of an input that goes on without an event of Spark: a stream that has no end, or another file.</summary>
/// <param name="location">What is read.</param>
sealed class ForeignGuard(string location)
{
    long sinceEvent;

    /// <summary>Spark's own events, and those of its modules, by name.</summary>
    public static bool IsSparks(string name) => name.StartsWith("SparkListener", StringComparison.Ordinal)
        || name.StartsWith("org.apache.spark.", StringComparison.Ordinal);

    /// <summary>The same of a line that is not decoded: a value in it begins as such a name.</summary>
    public static bool NamesSparks(ReadOnlySpan<byte> line) =>
        line.IndexOf("\"SparkListener"u8) >= 0 || line.IndexOf("\"org.apache.spark."u8) >= 0;

    /// <summary>Counts bytes that were read.</summary>
    /// <param name="plainBytes">Read since the last call.</param>
    /// <param name="holdsEvent">An event of Spark was among them.</param>
    /// <exception cref="RightsizerException">More than the limit without one.</exception>
    public void Count(long plainBytes, bool holdsEvent)
    {
        sinceEvent = holdsEvent ? 0 : sinceEvent + plainBytes;
        if (sinceEvent <= InputLimits.ForeignBytes) return;
        throw new RightsizerException(ExitCode.InputUnreadable, string.Create(CultureInfo.InvariantCulture,
            $"{location}: holds {InputLimits.ForeignBytes >> 20} MB without an event of Spark, which no event log does; lift the limit "
                + $"with {InputLimits.ForeignVariable}"));
    }
}
