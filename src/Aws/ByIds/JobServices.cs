using System.Text.RegularExpressions;
using Amazon;
using Amazon.Runtime;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.ByIds;

/// <summary>The services, each made when it is first asked.</summary>
sealed partial class JobServices : IDisposable
{
    readonly S3Options options;
    readonly CallTuning tuning;
    readonly Func<AWSCredentials> credentials;
    readonly Func<string, string?> variables;
    readonly string region;
    readonly List<ServiceCalls> made = [];

    /// <exception cref="RightsizerException">The options make no sense.</exception>
    public JobServices(S3Options options)
        : this(options, new CallTuning(), () => S3Clients.Credentials(options, "EMR and Glue"), Environment.GetEnvironmentVariable) { }

    internal JobServices(
        S3Options options, CallTuning tuning, Func<AWSCredentials> credentials, Func<string, string?> variables)
    {
        this.options = options;
        this.tuning = tuning;
        this.credentials = credentials;
        this.variables = variables;
        region = S3Clients.PlaceOf(options).Region;
    }

    public ServiceCalls Emr => Make("elasticmapreduce", "elasticmapreduce", "EMR", "ElasticMapReduce",
        "emr:// needs elasticmapreduce:DescribeCluster, ListInstances, ListInstanceGroups and ListInstanceFleets, without an id "
            + "ListClusters, without logs on S3 CreatePersistentAppUI and GetPersistentAppUIPresignedURL");

    public ServiceCalls Serverless => Make("emr-serverless", "emr-serverless", "EMR_SERVERLESS", null,
        "emr-serverless:// needs emr-serverless:GetJobRun and GetApplication, without logs on S3 GetDashboardForJobRun");

    public ServiceCalls Containers => Make("emr-containers", "emr-containers", "EMR_CONTAINERS", null,
        "emr-containers:// needs emr-containers:DescribeJobRun, without logs on S3 elasticmapreduce:CreatePersistentAppUI and "
            + "GetPersistentAppUIPresignedURL");

    public ServiceCalls Glue => Make("glue", "glue", "GLUE", "AWSGlue", "glue:// needs glue:GetJobRun and glue:GetJob");

    public void Dispose() => made.ForEach(m => m.Dispose());

    ServiceCalls Make(string signingName, string host, string variable, string? targetPrefix, string needs)
    {
        var (endpoint, from) = EndpointOf(host, variable);
        var place = new ServicePlace(region, needs, from);
        var calls = new ServiceCalls(
            new SignedCalls(signingName, endpoint, place, credentials(), tuning), targetPrefix, region, tuning.PollEvery,
            options.Cancellation);
        made.Add(calls);
        return calls;
    }

    /// <summary>AWS's own, or what the SDKs' variables name; a store given with --endpoint-url is not a service.</summary>
    (Uri Endpoint, string? From) EndpointOf(string host, string variable)
    {
        foreach (var name in new[] { "AWS_ENDPOINT_URL_" + variable, "AWS_ENDPOINT_URL" })
        {
            if (variables(name) is not { Length: > 0 } given) continue;
            return Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? (uri, name)
                : throw new RightsizerException(ExitCode.BadArguments, $"{name} {given}: must be an address such as http://localhost:5000");
        }
        if (!RegionName().IsMatch(region))
            throw new RightsizerException(ExitCode.BadArguments, $"{region}: not a region; give one such as us-east-1 with --region");
        return (new Uri($"https://{host}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}/"), null);
    }

    [GeneratedRegex(@"^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionName();
}
