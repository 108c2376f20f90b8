using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>Names and bytes of the parts of a state; docs/state.md has the layout.</summary>
static partial class StatePart
{
    const string UnknownDate = "unknown";

    /// <summary>UTC day of the application's start.</summary>
    public static string DateOf(long? startMs)
    {
        // a made-up time outside the calendar has no day
        if (startMs is not { } ms || ms < 0 || ms > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return UnknownDate;
        return DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The bytes of a part of these lines, and its name.</summary>
    public static (string Name, byte[] Content) Encode(string date, IEnumerable<byte[]> lines, string prefix = StateFolders.Runs)
    {
        using var content = new MemoryStream();
        foreach (var line in lines.OrderBy(l => l, LineOrder.Instance))
        {
            content.Write(line);
            content.WriteByte((byte)'\n');
        }
        var bytes = content.ToArray();
        return ($"{prefix}{date}/part-{HashOf(bytes)}.jsonl", bytes);
    }

    /// <summary>A part of records of another kind, such as advice=2026-11-21/part-....jsonl.</summary>
    public static bool IsPart(string prefix, string name, out string date, out string hash)
    {
        (date, hash) = ("", "");
        return name.StartsWith(prefix, StringComparison.Ordinal) && IsPart(string.Concat("date=", name.AsSpan(prefix.Length)), out date,
            out hash);
    }

    public static bool IsPart(string name, out string date, out string hash)
    {
        var match = Name().Match(name);
        (date, hash) = (match.Groups[1].Value, match.Groups[2].Value);
        return match.Success;
    }

    /// <summary>A part, or one whose name was damaged: left out without a word, its summaries would be lost.</summary>
    public static bool IsNamedAsPart(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        return name.StartsWith("date=", StringComparison.Ordinal) && file.StartsWith("part-", StringComparison.Ordinal)
            && file.EndsWith(".jsonl", StringComparison.Ordinal);
    }

    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));

    [GeneratedRegex(@"^date=(\d{4}-\d\d-\d\d|unknown)/part-([0-9a-f]{32})\.jsonl$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

/// <summary>By bytes.</summary>
sealed class LineOrder : IComparer<byte[]>
{
    public static readonly LineOrder Instance = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
