using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.S3;

/// <summary>What failures of S3 mean: whether another try may help, and what to tell the user.</summary>
static class S3Errors
{
    /// <summary>True where the same request may succeed a moment later.</summary>
    public static bool IsTransient(Exception e)
    {
        if (e is AmazonServiceException service && service.StatusCode != 0)
        {
            return (int)service.StatusCode >= 500 && service.StatusCode != HttpStatusCode.NotImplemented
                || service.StatusCode == HttpStatusCode.TooManyRequests
                || service.ErrorCode is "SlowDown" or "RequestTimeout" or "InternalError" or "ServiceUnavailable" or "Throttling"
                or "ThrottlingException"
                or "ConditionalRequestConflict"; // another writer was at the same key in the same moment
        }
        return IsConnection(e);
    }

    /// <summary>The bucket's region where the failure is that another one was asked.</summary>
    public static string? TrueRegion(Exception e) =>
        e is AmazonS3Exception
        {
            ErrorCode: "PermanentRedirect" or "TemporaryRedirect" or "AuthorizationHeaderMalformed"
            or "IllegalLocationConstraintException"
        } s3
            ? RegionIn(s3)
            : null;

    public static bool IsMissingKey(Exception e) => e is AmazonServiceException { ErrorCode: "NoSuchKey" };

    /// <summary>One line for a failure that retries did not cure or cannot.</summary>
    public static RightsizerException Describe(Exception e, S3Uri what, S3Place at)
    {
        var text = e is AmazonServiceException { ErrorCode.Length: > 0 } service ? Describe(service, what, at) : DescribeConnection(e, at);
        return new RightsizerException(ExitCode.InputUnreadable, $"{what}: {text}", e);
    }

    static string Describe(AmazonServiceException e, S3Uri what, S3Place at) => e.ErrorCode switch
    {
        "NoSuchKey" => "no such object (NoSuchKey); check the key",
        "NoSuchBucket" => $"there is no bucket {what.Bucket}{at.AtEndpoint} (NoSuchBucket); check its name",
        "AccessDenied" or "AllAccessDisabled" =>
            $"access denied{at.WithProfile} (AccessDenied); reading needs s3:GetObject on the object and s3:ListBucket on the bucket, "
            + "a bucket whose requester pays --request-payer, an encrypted object kms:Decrypt",
        "InvalidAccessKeyId" => $"the access key is not known{at.AtEndpoint} (InvalidAccessKeyId); check the credentials{at.WithProfile}",
        "SignatureDoesNotMatch" => $"the secret key is wrong (SignatureDoesNotMatch); check the credentials{at.WithProfile}",
        "ExpiredToken" or "TokenRefreshRequired" or "ExpiredTokenException" =>
            $"the credentials have expired ({e.ErrorCode}); log in again or renew the session{at.WithProfile}",
        "InvalidToken" => $"the session token is not valid (InvalidToken); renew the credentials{at.WithProfile}",
        "RequestTimeTooSkewed" => "this machine's clock is too far off (RequestTimeTooSkewed); set it",
        "InvalidObjectState" => "the object is archived (InvalidObjectState); restore it from Glacier first",
        "SlowDown" or "ServiceUnavailable" or "Throttling" or "ThrottlingException" =>
            $"the store asked to slow down and did not recover ({e.ErrorCode}); try again later",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" => TrueRegion(e) is { } region && region != at.Region
            ? $"the bucket is in {region}, not in {at.Region} ({e.ErrorCode}); use --region {region}"
            : $"the bucket is not in {at.Region} ({e.ErrorCode}); give its region with --region",
        _ => $"{e.Message.TrimEnd('.').ReplaceLineEndings(" ")} ({e.ErrorCode}, HTTP {(int)e.StatusCode})",
    };

    static string DescribeConnection(Exception e, S3Place at)
    {
        if (e is OperationCanceledException) return $"no byte came{at.FromEndpoint} for a long time; check the network and try again";
        var inner = e;
        while (inner.InnerException is { } next) inner = next;
        return inner is SocketException or HttpRequestException or IOException
            ? $"cannot be read{at.FromEndpoint}: {inner.Message.TrimEnd('.').ReplaceLineEndings(" ")}; check the "
            + $"network{(at.Endpoint is null ? "" : " and --endpoint-url")}"
            : $"cannot be read{at.FromEndpoint}: {e.Message.TrimEnd('.').ReplaceLineEndings(" ")}";
    }

    /// <summary>A connection that was refused, broke or stood still. The SDK wraps these in exceptions of its own.</summary>
    static bool IsConnection(Exception e)
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            if (at is HttpRequestException or IOException or SocketException or OperationCanceledException) return true;
        }
        return false;
    }

    static string? RegionIn(AmazonS3Exception e)
    {
        if (e.InnerException is HttpErrorResponseException { Response: { } response }
            && response.GetHeaderValue("x-amz-bucket-region") is { Length: > 0 } region) return region;
        // "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'"
        const string Expecting = "expecting '";
        var at = e.Message.IndexOf(Expecting, StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = e.Message[(at + Expecting.Length)..];
        var end = rest.IndexOf('\'');
        return end > 0 ? rest[..end] : null;
    }
}
