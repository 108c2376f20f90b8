using System.Globalization;

namespace Rightsizer.EventLogParser.Input;

/// <summary>Ends the reading of an input that unpacks to far more than any log does: a decompression bomb.</summary>
/// <param name="location">What is read.</param>
sealed class UnpackGuard(string location)
{
    long unpacked;

    /// <summary>Counts bytes that were unpacked.</summary>
    /// <param name="plainBytes">Unpacked since the last call.</param>
    /// <param name="storedBytes">Stored bytes that all that was unpacked so far has come from.</param>
    /// <exception cref="RightsizerException">The ratio is past the limit.</exception>
    public void Count(long plainBytes, long storedBytes)
    {
        var sum = Interlocked.Add(ref unpacked, plainBytes);
        if (sum <= InputLimits.FreeUnpackedBytes || sum / Math.Max(1, storedBytes) < InputLimits.UnpackRatio) return;
        throw new RightsizerException(ExitCode.InputUnreadable, string.Create(CultureInfo.InvariantCulture,
            $"{location}: unpacks to more than {InputLimits.UnpackRatio} times its size, which no event log does; if it is one, unpack "
                + $"it first")
            + $" or lift the limit with {InputLimits.RatioVariable}");
    }
}
