namespace Rightsizer.Aws.S3;

/// <summary>Where requests go and for whom, as messages name it.</summary>
/// <param name="Endpoint">Null is AWS.</param>
/// <param name="Profile">Null is the standard credential chain.</param>
/// <param name="Region">Region that requests are signed for.</param>
sealed record S3Place(string? Endpoint, string? Profile, string Region)
{
    public string AtEndpoint => Endpoint is null ? "" : $" at {Endpoint}";

    public string FromEndpoint => Endpoint is null ? " from S3" : $" from {Endpoint}";

    public string WithProfile => Profile is null ? "" : $" of profile {Profile}";
}
