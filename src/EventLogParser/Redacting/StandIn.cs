using System.Security.Cryptography;
using System.Text;

namespace Rightsizer.EventLogParser.Redacting;

/// <summary>
/// Stable stand-ins: the same text gets the same one in every report and every redacted log, so that they can be compared.
/// </summary>
/// <remarks>No secret is mixed in: who guesses a name can check the guess. Numbers have no stand-in for that reason, they are too easy
/// to guess.</remarks>
public static class StandIn
{
    /// <value>Bytes of the text's SHA-256 that are shown.</value>
    const int HashBytes = 5;

    /// <summary>
    /// "app-iqjrmirljt": the kind, and the beginning of the text's SHA-256 in the letters g to v for the digits 0 to f, which nothing
    /// takes for a number, a date or an id.
    /// </summary>
    public static string Create(string kind, ReadOnlySpan<char> text) => kind + "-" + Hash(text);

    /// <summary>As <see cref="Create"/>, in one word: what reads a plan takes it for a name.</summary>
    internal static string CreateWord(string kind, ReadOnlySpan<char> text) => kind + "_" + Hash(text);

    internal static string Hash(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, length), hash);
        return string.Create(2 * HashBytes, hash, static (letters, from) =>
        {
            for (var i = 0; i < letters.Length; i++) letters[i] = (char)('g' + ((from[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xF));
        });
    }
}
