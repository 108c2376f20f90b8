using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Aws.Calls;
using Rightsizer.EventLogParser;
using SpotPlacement = Rightsizer.Analyzer.Answers.Sizing.SpotPlacement;

namespace Rightsizer.Aws.Pricing;

/// <summary>Asks EC2 for Spot placement scores, one request a cluster.</summary>
public sealed class PlacementScores
{
    /// <summary>More zones than any region has; ten is the least that EC2 takes.</summary>
    const int MostZones = 30;

    readonly AWSCredentials credentials;
    readonly CallTuning tuning;
    readonly Uri? endpoint;

    /// <param name="profile">Profile of the AWS configuration files; null is the standard credential chain.</param>
    /// <exception cref="RightsizerException">No credentials, or an endpoint in the environment that is none.</exception>
    public PlacementScores(string? profile)
        : this(Endpoint(), S3.S3Clients.Credentials(new S3.S3Options { Profile = profile }, "Spot placement scores"), new CallTuning()) { }

    internal PlacementScores(Uri? endpoint, AWSCredentials credentials, CallTuning tuning) =>
        (this.endpoint, this.credentials, this.tuning) = (endpoint, credentials, tuning);

    /// <summary>For that many instances of these types in one zone of the region.</summary>
    /// <param name="region">Region code.</param>
    /// <param name="types">At least <see cref="SpotPlacement.LeastTypes"/>.</param>
    /// <param name="capacity">Instances.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellation">Of the whole program.</param>
    /// <exception cref="RightsizerException">EC2 says no, or does not answer.</exception>
    public async Task<SpotPlacement> AskAsync(
        string region, IReadOnlyList<string> types, int capacity, DateTime now, CancellationToken cancellation)
    {
        using var calls = new Ec2Calls(credentials, region, endpoint, tuning, "--placement-scores", "AWS_ENDPOINT_URL");
        var request = new GetSpotPlacementScoresRequest
        {
            InstanceTypes = [.. types],
            TargetCapacity = capacity,
            TargetCapacityUnitType = TargetCapacityUnitType.Units,
            SingleAvailabilityZone = true,
            RegionNames = [region],
            MaxResults = MostZones,
        };
        GetSpotPlacementScoresResponse answer;
        try
        {
            answer = await calls.SpotPlacementScoresAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (ServiceRefusal e)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, e.Message, e);
        }
        return new SpotPlacement
        {
            Date = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TargetCapacity = capacity,
            Types = types,
            Zones = [.. (answer.SpotPlacementScores ?? []).Where(s => s.Region == region && IsZoneId(s.AvailabilityZoneId)
                    && s.Score is >= 1 and <= 10)
                .Select(s => new ZoneScore(s.AvailabilityZoneId, s.Score!.Value)).DistinctBy(s => s.ZoneId).Take(MostZones)
                .OrderByDescending(s => s.Score).ThenBy(s => s.ZoneId, StringComparer.Ordinal)],
        };
    }

    static bool IsZoneId(string? id) =>
        id is { Length: > 0 and <= 40 } && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Variables of the SDK: --endpoint-url of the commands that read logs is of a store, which has no EC2.</summary>
    static Uri? Endpoint()
    {
        foreach (var name in new[] { "AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL" })
        {
            if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } url) continue;
            return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri
                : throw new RightsizerException(
                    ExitCode.BadArguments, $"{name}={url}: must be an address such as http://localhost:5000");
        }
        return null;
    }
}
