using System.Net;
using System.Xml;
using Amazon;
using Amazon.Runtime;

namespace Rightsizer.Aws.Calls;

/// <summary>Clients of the SDK, set up and failing as our own calls do: <see cref="Tries"/> judges, counts and waits.</summary>
static class SdkCalls
{
    /// <summary>Without retries of its own, for that region or that endpoint.</summary>
    public static T Configure<T>(T config, string region, Uri? endpoint) where T : ClientConfig
    {
        config.MaxErrorRetry = 0;
        config.Timeout = Timeout.InfiniteTimeSpan;
        if (endpoint is null) config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        else
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = region;
        }
        return config;
    }

    /// <exception cref="ServiceFailure">An answer that is no success.</exception>
    /// <exception cref="XmlException">An answer that is cut.</exception>
    /// <exception cref="HttpRequestException">No answer.</exception>
    public static async Task<T> AskAsync<T>(Task<T> call)
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
