using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Rightsizer.Aws.Calls;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Pricing;

/// <summary>The account that asks, by GetCallerIdentity of STS, which needs no permission.</summary>
static class CallerAccount
{
    const int MaxFailures = 3;

    /// <summary>12 digits; null where STS gives none, which is said: a refresh goes on without it.</summary>
    public static async Task<string?> AskAsync(
        AWSCredentials credentials, string region, Uri? endpoint, CallTuning tuning, Action<string> say, CancellationToken cancellation)
    {
        using var client = new AmazonSecurityTokenServiceClient(
            credentials, SdkCalls.Configure(new AmazonSecurityTokenServiceConfig(), region, endpoint));
        var tries = new Tries(new ServicePlace(region, "prices refresh needs sts:GetCallerIdentity", endpoint is null ? null
            : "--endpoint-url"), tuning with { MaxFailures = MaxFailures });
        string why;
        try
        {
            var identity = await tries.RunAsync("STS GetCallerIdentity",
                t => SdkCalls.AskAsync(client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), t)), cancellation)
                .ConfigureAwait(false);
            if (identity.Account is { Length: 12 } account && account.All(char.IsAsciiDigit)) return account;
            why = "STS GetCallerIdentity: no account in the answer";
        }
        catch (Exception e) when (e is ServiceRefusal or RightsizerException)
        {
            why = e.Message;
        }
        say($"{why}; Spot prices of zones are used for a cluster only where the ids of its zones are known");
        return null;
    }
}
