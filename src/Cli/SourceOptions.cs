using System.CommandLine;

namespace Rightsizer.Cli;

/// <summary>How logs on S3 are reached; every command that takes a log takes these.</summary>
sealed record SourceOptions
{
    static readonly Option<string?> Endpoint = new(
        "--endpoint-url")
    { HelpName = "URL", Description = "Endpoint of another S3-compatible store, such as MinIO or Ceph." };
    static readonly Option<string?> NamedProfile = new(
        "--profile")
    { HelpName = "NAME", Description = "AWS profile for reading S3. Default: the standard credential chain." };
    static readonly Option<bool> Payer = new(
        "--request-payer")
    { Description = "Pay for requests to buckets that charge the requester." };

    /// <summary>The options, to be added to a command.</summary>
    public static IReadOnlyList<Option> All { get; } = [Endpoint, NamedProfile, Payer];

    /// <summary>Address of a store other than AWS.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Null is the standard credential chain.</summary>
    public string? Profile { get; init; }

    /// <summary>Region that is asked first.</summary>
    public string? Region { get; init; }
    public bool RequesterPays { get; init; }

    /// <summary>The store is not AWS, so its regions are its own.</summary>
    public static bool OtherStore(ParseResult parsed) => parsed.GetValue(Endpoint) is not null;

    public static SourceOptions Read(ParseResult parsed) => new()
    {
        EndpointUrl = parsed.GetValue(Endpoint),
        Profile = parsed.GetValue(NamedProfile),
        Region = PriceOptions.Region(parsed),
        RequesterPays = parsed.GetValue(Payer),
    };
}
