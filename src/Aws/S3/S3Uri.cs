using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.S3;

/// <summary>An object, a prefix or a bucket as the AWS command line names it: the key stands as it is, with no escapes.</summary>
/// <param name="Bucket">Bucket's name, or the ARN of an access point.</param>
/// <param name="Key">Key or prefix; empty for a whole bucket.</param>
public readonly record struct S3Uri(string Bucket, string Key)
{
    const string Scheme = "s3://", HadoopScheme = "s3a://", OldHadoopScheme = "s3n://", AccessPoint = "arn:";

    /// <summary>True for what <see cref="Parse"/> takes; Hadoop's schemes for the same store are taken, too.</summary>
    public static bool IsOne(string text) => SchemeOf(text) is not null;

    /// <exception cref="RightsizerException">No bucket is named.</exception>
    public static S3Uri Parse(string text)
    {
        var rest = text[(SchemeOf(text) ?? throw new ArgumentException("not an S3 URI", nameof(text))).Length..];
        // arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME has a slash of its own
        var from = rest.StartsWith(AccessPoint, StringComparison.Ordinal) ? rest.IndexOf('/') + 1 : 0;
        var slash = rest.IndexOf('/', from);
        var (bucket, key) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        if (bucket.Length == 0) throw new RightsizerException(ExitCode.BadArguments, $"{text}: names no bucket; write s3://BUCKET/KEY");
        return new S3Uri(bucket, key);
    }

    /// <summary>The key as a prefix that ends with a slash; a bucket stays as it is.</summary>
    internal S3Uri AsFolder() => Key.Length == 0 || Key.EndsWith('/') ? this : this with { Key = Key + "/" };

    public override string ToString() => Key.Length == 0 ? Scheme + Bucket : $"{Scheme}{Bucket}/{Key}";

    static string? SchemeOf(string text) =>
        new[] { Scheme, HadoopScheme, OldHadoopScheme }.FirstOrDefault(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));
}
