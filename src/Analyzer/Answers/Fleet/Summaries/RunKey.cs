using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>Which version of which log a summary is of, and under which rules it was made: equal keys, equal summaries.</summary>
public sealed record RunKey
{
    /// <summary>Where the log is: a full path, s3://BUCKET/KEY, a History Server's address.</summary>
    public required string Uri { get; init; }

    /// <summary>The store's mark of this version; of a log in several parts a hash over theirs. Null on disk.</summary>
    public string? ETag { get; init; }

    /// <value>Stored bytes of all parts; null where not known before they are read.</value>
    public long? SizeBytes { get; init; }

    /// <value>Epoch milliseconds at which the newest part was last written; null where not known.</value>
    public long? ModifiedMs { get; init; }

    /// <summary>Version of the record.</summary>
    public int SchemaVersion { get; init; } = RunSummary.CurrentVersion;

    /// <summary>Fingerprint of everything beside the log that decides a price: book, region, discounts, hourly price.</summary>
    public required string Pricing { get; init; }

    /// <summary>True when nothing can tell whether the log has changed since: it must be read again.</summary>
    [JsonIgnore]
    public bool IsUnversioned => ETag is null && (SizeBytes is null || ModifiedMs is null);

    /// <summary>True where a summary of <paramref name="other"/> still holds: same log, same version of it, same rules.</summary>
    public bool Matches(RunKey other) =>
        !IsUnversioned && Uri == other.Uri && SchemaVersion == other.SchemaVersion && Pricing == other.Pricing
        && SizeBytes == other.SizeBytes
        && (ETag is not null || other.ETag is not null ? ETag == other.ETag : ModifiedMs == other.ModifiedMs);

    public static RunKey Create(EventLog log, string uri, string pricing)
    {
        var parts = log.Parts;
        return new RunKey
        {
            Uri = uri,
            ETag = ETagOf(parts),
            SizeBytes = parts.All(p => p.Length is not null) ? parts.Sum(p => p.Length!.Value) : null,
            ModifiedMs = parts.Max(p => p.ModifiedMs),
            Pricing = pricing,
        };
    }

    static string? ETagOf(IReadOnlyList<LogPart> parts)
    {
        if (parts.Any(p => p.ETag is null)) return null;
        return parts.Count == 1 ? parts[0].ETag : Fingerprint.Compute(parts.Select(p => p.ETag!));
    }
}

/// <summary>Short hashes that stay the same on every machine.</summary>
public static class Fingerprint
{
    /// <summary>The first 16 hexadecimal digits of SHA-256 over the parts, each ended by a line feed.</summary>
    public static string Compute(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData("\n"u8);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
