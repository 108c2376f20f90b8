namespace Rightsizer.Aws.Calls;

/// <summary>Where a service is asked, as messages name it.</summary>
/// <param name="Region">Region that requests are signed for.</param>
/// <param name="Needs">Which permissions the calls need, said where they are denied.</param>
/// <param name="EndpointFrom">What names another server than AWS: an option or a variable; null is AWS.</param>
sealed record ServicePlace(string Region, string Needs, string? EndpointFrom);
