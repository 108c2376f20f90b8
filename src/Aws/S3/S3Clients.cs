using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.S3;

/// <summary>Makes the SDK's client from options, environment and the AWS configuration files.</summary>
static class S3Clients
{
    const string DefaultRegion = "us-east-1";

    /// <summary>The place that options and configuration mean.</summary>
    /// <remarks>
    /// The machine's own region is not asked for: that is slow outside EC2, and a bucket's true region is told by S3 itself.
    /// </remarks>
    public static S3Place PlaceOf(S3Options options)
    {
        var endpoint = options.EndpointUrl ?? Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            throw new RightsizerException(
                ExitCode.BadArguments, $"--endpoint-url {endpoint}: must be an address such as https://minio.example.com:9000");
        }
        var region = options.Region ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION")
            ?? ProfileRegion(options.Profile ?? Variable("AWS_PROFILE") ?? "default") ?? DefaultRegion;
        return new S3Place(endpoint, options.Profile, region);
    }

    /// <exception cref="RightsizerException">There are no credentials.</exception>
    public static AWSCredentials Credentials(S3Options options, string purpose = "S3")
    {
        try
        {
            if (options.Profile is not { } profile) return DefaultAWSCredentialsIdentityResolver.GetCredentials();
            if (Configuration(files => files.TryGetAWSCredentials(profile, out var found) ? found : null) is { } credentials)
                return credentials;
        }
        catch (AmazonClientException e) when (options.Profile is null)
        {
            throw new RightsizerException(ExitCode.InputUnreadable,
                $"no AWS credentials found for {purpose}; log in, give --profile, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
                    + $"run where a role is attached", e);
        }
        catch (AmazonClientException e)
        {
            throw new RightsizerException(
                ExitCode.InputUnreadable, $"profile {options.Profile} gives no credentials: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        throw new RightsizerException(
            ExitCode.BadArguments, $"--profile {options.Profile}: not in the AWS configuration files, or has no credentials there");
    }

    public static IAmazonS3 Create(S3Place place, AWSCredentials credentials)
    {
        var config = new AmazonS3Config
        {
            // failures are judged, counted and waited out in one place, bodies included, which the SDK leaves alone
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            // other stores stumble over the newer checksums, and a range of an object has none
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (place.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = place.Region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(place.Region);
        }
        return new AmazonS3Client(credentials, config);
    }

    static string? ProfileRegion(string profile) =>
        Configuration(files => files.TryGetProfile(profile, out var found) ? found.Region?.SystemName : null);

    /// <summary>Looks into ~/.aws/config and ~/.aws/credentials.</summary>
    static T Configuration<T>(Func<CredentialProfileStoreChain, T> look)
    {
        try
        {
            return look(new CredentialProfileStoreChain());
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(
                ExitCode.BadArguments, $"the AWS configuration files cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
