using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.S3.Model;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.S3;

/// <summary>One version of an object: its first bytes, its size and the ETag that pins it.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Head">The first bytes, all of a small object.</param>
/// <param name="Length">Bytes of the object.</param>
/// <param name="ETag">As the store writes it, quotes included; null only for an empty object of a store that tells none.</param>
/// <param name="ModifiedMs">Epoch milliseconds; null where the store does not tell.</param>
sealed record S3Object(S3Uri Uri, byte[] Head, long Length, string? ETag, long? ModifiedMs)
{
    /// <summary>
    /// Fetches the head of whatever version is there now; null where there is no such object and <paramref name="orNull"/>.
    /// </summary>
    /// <exception cref="RightsizerException">It cannot be had.</exception>
    public static async Task<S3Object?> OpenAsync(S3Connection connection, S3Uri uri, bool orNull = false)
    {
        for (var failures = 1; ; failures++)
        {
            using var stall = CancellationTokenSource.CreateLinkedTokenSource(connection.Cancellation);
            stall.CancelAfter(connection.Tuning.StallTimeout);
            try
            {
                using var response = await connection.GetAsync(uri, 0, connection.Tuning.HeadBytes - 1, etag: null, stall.Token)
                    .ConfigureAwait(false);
                var length = WholeLength(response, uri);
                var head = new byte[Math.Min(length, connection.Tuning.HeadBytes)];
                await response.ResponseStream.ReadExactlyAsync(head, stall.Token).ConfigureAwait(false);
                return new S3Object(uri, head, length, response.ETag, EpochMs(response.LastModified));
            }
            catch (AmazonServiceException e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return new S3Object(uri, [], 0, null, null); // an empty object has no first byte
            }
            catch (Exception e) when (orNull && S3Errors.IsMissingKey(e))
            {
                return null;
            }
            catch (Exception e) when (!connection.Cancellation.IsCancellationRequested)
            {
                await connection.WaitAfterAsync(e, failures, uri, connection.Cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Checks that a response brings the range and the version that were asked for, which not every store sees to.</summary>
    public void Check(GetObjectResponse response, long firstByte)
    {
        if (ETag is not null && response.ETag is not null && response.ETag != ETag) throw Changed();
        if (response.ContentRange is { } range
            && !range.StartsWith(string.Create(CultureInfo.InvariantCulture, $"bytes {firstByte}-"), StringComparison.Ordinal)
            || response.ContentRange is null && firstByte > 0)
        {
            throw new RightsizerException(
                ExitCode.InputUnreadable, $"{Uri}: the store does not give ranges of objects; copy the log here first");
        }
    }

    public RightsizerException Changed(Exception? inner = null) =>
        new(ExitCode.InputUnreadable, $"{Uri}: the object changed while it was read; run again, or wait until its application has ended",
            inner);

    public RightsizerException Gone(Exception inner) =>
        new(ExitCode.InputUnreadable, $"{Uri}: the object was deleted while it was read (NoSuchKey)", inner);

    /// <summary>The SDK's time as epoch milliseconds.</summary>
    public static long? EpochMs(DateTime? time) => time is { } t ? new DateTimeOffset(t.ToUniversalTime()).ToUnixTimeMilliseconds() : null;

    /// <summary>From "bytes 0-65535/1234567".</summary>
    static long WholeLength(GetObjectResponse response, S3Uri uri)
    {
        if (response.ContentRange is not { } range) return response.ContentLength;
        return long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new RightsizerException(ExitCode.InputUnreadable, $"{uri}: the store does not report the object's size");
    }

    /// <summary>All bytes of an object; null where it is missing.</summary>
    public static byte[]? Read(S3Connection connection, S3Uri what)
    {
        if (Wait.For(OpenAsync(connection, what, orNull: true)) is not { } opened) return null;
        using var stream = new S3ReadStream(connection, opened);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
