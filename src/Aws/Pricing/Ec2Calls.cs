using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Rightsizer.Aws.Calls;

namespace Rightsizer.Aws.Pricing;

/// <summary>The calls of EC2 that are used, by the SDK's client, with our patience and words for failures.</summary>
sealed class Ec2Calls(AWSCredentials credentials, string region, Uri? endpoint, CallTuning tuning) : IDisposable
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

    public void Dispose() => client.Dispose();

    Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        new Tries(new ServicePlace(region, $"prices refresh needs ec2:{operation}", endpoint is null ? null : "--endpoint-url"), tuning)
            .RunAsync("EC2 " + operation, t => SdkCalls.AskAsync(call(t)), cancellation);
}
