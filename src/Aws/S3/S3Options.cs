namespace Rightsizer.Aws.S3;

/// <summary>How S3 is reached.</summary>
public sealed record S3Options
{
    /// <summary>
    /// Address of another store that speaks S3, with the bucket in the path; null is AWS, or what AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL
    /// say.
    /// </summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Profile of the AWS configuration files; null is the standard credential chain.</summary>
    public string? Profile { get; init; }

    /// <summary>
    /// Region to ask first; null is the configured one, else us-east-1. AWS names a bucket's true region and that is used then.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>Agrees to be billed for requests to a bucket whose owner wants that.</summary>
    public bool RequesterPays { get; init; }

    /// <summary>Ends waits on the network.</summary>
    public CancellationToken Cancellation { get; init; }
}
