using System.Globalization;
using Amazon.Runtime;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Aws.Calls;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Pricing;

/// <summary>How prices are asked for.</summary>
public sealed record PriceRefreshOptions
{
    /// <summary>Regions to be priced, at least one.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime Now { get; init; }

    /// <summary>Address that answers in place of AWS; null is AWS, or what AWS_ENDPOINT_URL says.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Profile of the AWS configuration files; null is the standard credential chain.</summary>
    public string? Profile { get; init; }

    /// <summary>Told what was done, a line a region.</summary>
    public required Action<string> Say { get; init; }
}

/// <summary>
/// Asks AWS for today's prices: the Price List for EC2, EBS, EMR, EMR Serverless, EMR on EKS, EKS, Fargate, Glue and S3, EC2 for Spot
/// prices, the ids of their zones and the facts of instance types, STS for the account whose names the zones have, the Spot Advisor's feed
/// for interruptions.
/// </summary>
public sealed class PriceRefresh
{
    const string HomeRegion = "us-east-1";
    readonly PriceRefreshOptions options;
    readonly AWSCredentials credentials;
    readonly CallTuning tuning;
    readonly Uri? endpoint;

    public PriceRefresh(PriceRefreshOptions options)
        : this(options, S3.S3Clients.Credentials(new S3.S3Options { Profile = options.Profile }, "the Price List"), new CallTuning()) { }

    internal PriceRefresh(PriceRefreshOptions options, AWSCredentials credentials, CallTuning tuning)
    {
        this.options = options;
        this.credentials = credentials;
        this.tuning = tuning;
        var given = options.EndpointUrl ?? (Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } url ? url : null);
        if (given is not null && !(Uri.TryCreate(given, UriKind.Absolute, out endpoint) && endpoint.Scheme is "http" or "https"))
            throw new RightsizerException(
                ExitCode.BadArguments, $"--endpoint-url {given}: must be an address such as http://localhost:5000");
    }

    /// <exception cref="RightsizerException">A region without prices, credentials that do not do, a service that does not
    /// answer.</exception>
    public async Task<RefreshedPrices> RunAsync(CancellationToken cancellation)
    {
        // the answering region has no bearing on the prices; one near the caller's is used where it is told
        var near = Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION")
            ?? HomeRegion;
        using var pricing = new AmazonPricingClient(credentials, AmazonPricingClient.RegionNear(near), endpoint, tuning);
        var ec2 = new List<(string, string, decimal, string?)>();
        var types = new TypesOfRegions(options.Say);
        var fees = new List<(string Type, decimal Usd, string? Date)>();
        List<RefreshedItem> serverless = [], eks = [], glue = [], ebs = [], s3 = [];
        var spot = new List<(string, string?, string?, string, decimal, string?)>();
        try
        {
            foreach (var region in options.Regions)
            {
                var shown = new RegionPrices(region, new ProductQuery(pricing, options.Say, cancellation));
                var instances = await shown.Ec2Async().ConfigureAwait(false);
                if (instances.Count == 0)
                    throw new RightsizerException(
                        ExitCode.BadArguments, $"--region {region}: the Price List has no EC2 price there; check its name");
                ec2.AddRange(instances);
                var regionFees = await shown.EmrFeesAsync().ConfigureAwait(false);
                fees.AddRange(regionFees);
                var workers = await shown.ServerlessAsync().ConfigureAwait(false);
                var pods = await shown.EksAsync().ConfigureAwait(false);
                var jobs = await shown.GlueAsync().ConfigureAwait(false);
                var volumes = await shown.EbsAsync().ConfigureAwait(false);
                var requests = await shown.S3Async().ConfigureAwait(false);
                serverless.AddRange(workers);
                eks.AddRange(pods);
                glue.AddRange(jobs);
                ebs.AddRange(volumes);
                s3.AddRange(requests);
                using var calls = new Ec2Calls(credentials, region, endpoint, tuning, "prices refresh", "--endpoint-url");
                await types.AskAsync(calls, instances.Select(i => i.Type), cancellation).ConfigureAwait(false);
                var zones = await new SpotOfRegion(region, calls, options.Say).AskAsync(options.Now, cancellation).ConfigureAwait(false);
                spot.AddRange(zones);
                options.Say(string.Create(CultureInfo.InvariantCulture,
                    $"{region}: prices of {instances.Count} EC2 types, {regionFees.Count} EMR fees, {workers.Count} of Serverless, "
                        + $"{pods.Count} of EKS, ")
                    + FormattableString.Invariant(
                    $"{jobs.Count} of Glue, {volumes.Count} of EBS, {requests.Count} of S3, {zones.Count} of Spot"));
            }
        }
        catch (ServiceRefusal e)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, e.Message, e);
        }
        var account = spot.Count == 0 ? null : await CallerAccount.AskAsync(
            credentials, near, endpoint, tuning, options.Say, cancellation).ConfigureAwait(false);
        var advised = await SpotAdvisorFeed.ReadAsync(options.Regions, endpoint, tuning, options.Say, cancellation).ConfigureAwait(false);
        return new RefreshedPrices
        {
            Gathered = options.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Regions = options.Regions,
            Ec2OnDemand = ec2,
            EmrFees = OneFeeEach(fees),
            Serverless = serverless,
            Eks = eks,
            Glue = glue,
            Ebs = ebs,
            S3 = s3,
            Account = account,
            Spot = spot,
            Types = types.Found,
            Advisor = advised,
        };
    }

    List<(string Type, decimal Usd, string? Date)> OneFeeEach(List<(string Type, decimal Usd, string? Date)> fees)
    {
        var one = new List<(string, decimal, string?)>();
        foreach (var type in fees.GroupBy(f => f.Type, StringComparer.Ordinal))
        {
            if (type.Select(f => f.Usd).Distinct().Count() == 1) one.Add(type.First());
            else options.Say($"EMR fee of {type.Key} differs between regions; the row of the price list is kept");
        }
        return one;
    }
}
