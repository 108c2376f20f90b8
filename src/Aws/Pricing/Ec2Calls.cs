using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Rightsizer.Aws.Calls;

namespace Rightsizer.Aws.Pricing;

/// <summary>The calls of EC2 that are used, by the SDK's client, with our patience and words for failures.</summary>
/// <param name="credentials">Who asks.</param>
/// <param name="region">Where.</param>
/// <param name="endpoint">In place of AWS; null is AWS.</param>
/// <param name="tuning">How patient to be.</param>
/// <param name="asker">Command or option that needs the permissions.</param>
/// <param name="endpointFrom">What names the endpoint: an option or a variable.</param>
sealed class Ec2Calls(
    AWSCredentials credentials, string region, Uri? endpoint, CallTuning tuning, string asker, string endpointFrom) : IDisposable
{
    readonly AmazonEC2Client client = new(credentials, SdkCalls.Configure(new AmazonEC2Config(), region, endpoint));

    public Task<DescribeSpotPriceHistoryResponse> SpotPriceHistoryAsync(
        DescribeSpotPriceHistoryRequest request, CancellationToken cancellation) =>
        RunAsync("DescribeSpotPriceHistory", t => client.DescribeSpotPriceHistoryAsync(request, t), cancellation);

    public Task<DescribeAvailabilityZonesResponse> AvailabilityZonesAsync(CancellationToken cancellation) =>
        RunAsync("DescribeAvailabilityZones",
            t => client.DescribeAvailabilityZonesAsync(new DescribeAvailabilityZonesRequest(), t), cancellation);

    public Task<DescribeInstanceTypesResponse> InstanceTypesAsync(DescribeInstanceTypesRequest request, CancellationToken cancellation) =>
        RunAsync("DescribeInstanceTypes", t => client.DescribeInstanceTypesAsync(request, t), cancellation);

    public Task<GetSpotPlacementScoresResponse> SpotPlacementScoresAsync(
        GetSpotPlacementScoresRequest request, CancellationToken cancellation) =>
        RunAsync("GetSpotPlacementScores", t => client.GetSpotPlacementScoresAsync(request, t), cancellation);

    public void Dispose() => client.Dispose();

    Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        new Tries(new ServicePlace(region, $"{asker} needs ec2:{operation}", endpoint is null ? null : endpointFrom), tuning)
            .RunAsync("EC2 " + operation, t => SdkCalls.AskAsync(call(t)), cancellation);
}
