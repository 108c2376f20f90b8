using System.Net;
using System.Xml;
using Amazon;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Rightsizer.Aws.Calls;

namespace Rightsizer.Aws.Pricing;

/// <summary>The calls of EC2 that are used, by the SDK's client, with our patience and words for failures.</summary>
sealed class Ec2Calls(AWSCredentials credentials, string region, Uri? endpoint, CallTuning tuning) : IDisposable
{
    readonly AmazonEC2Client client = Create(credentials, region, endpoint);
    readonly Tries tries = new(
        new ServicePlace(region, "prices refresh needs ec2:DescribeSpotPriceHistory", endpoint is null ? null : "--endpoint-url"), tuning);

    public Task<DescribeSpotPriceHistoryResponse> SpotPriceHistoryAsync(
        DescribeSpotPriceHistoryRequest request, CancellationToken cancellation) =>
        tries.RunAsync("EC2 DescribeSpotPriceHistory", t => Ask(client.DescribeSpotPriceHistoryAsync(request, t)), cancellation);

    public void Dispose() => client.Dispose();

    static AmazonEC2Client Create(AWSCredentials credentials, string region, Uri? endpoint)
    {
        // failures are judged, counted and waited out in one place
        var config = new AmazonEC2Config { MaxErrorRetry = 0, Timeout = Timeout.InfiniteTimeSpan };
        if (endpoint is null) config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        else
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = region;
        }
        return new AmazonEC2Client(credentials, config);
    }

    static async Task<T> Ask<T>(Task<T> call)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (AmazonUnmarshallingException e) when (e.StatusCode is 0 or HttpStatusCode.OK)
        {
            throw new XmlException(e.Message, e);
        }
        catch (AmazonServiceException e) when (e.StatusCode != 0)
        {
            throw new ServiceFailure(
                new ServiceError(e.ErrorCode ?? "", (e.Message ?? "").ReplaceLineEndings(" ").TrimEnd('.'), (int)e.StatusCode));
        }
        catch (AmazonServiceException e) when (e.InnerException is HttpRequestException or IOException)
        {
            throw new HttpRequestException(e.InnerException.Message, e);
        }
    }
}
