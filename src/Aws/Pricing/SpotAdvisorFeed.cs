using System.Text.Json;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Aws.Calls;

namespace Rightsizer.Aws.Pricing;

/// <summary>
/// The public file behind the Spot Instance Advisor's page: how often types are taken back, and what they save. It needs no credentials.
/// </summary>
static class SpotAdvisorFeed
{
    const string Name = "spot-advisor-data.json";
    static readonly Uri Home = new("https://spot-bid-advisor.s3.amazonaws.com/" + Name);

    /// <summary>
    /// Linux, of the regions asked for. Without an answer it says so, and the book's rows stay: every other price is still good.
    /// </summary>
    public static async Task<IReadOnlyList<AdvisedType>> ReadAsync(
        IReadOnlyList<string> regions, Uri? endpoint, CallTuning tuning, Action<string> say, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        var address = endpoint is null ? Home : new Uri(endpoint, "/" + Name);
        for (var failures = 1; ; failures++)
        {
            using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            stall.CancelAfter(tuning.Timeout);
            try
            {
                return Parse(await http.GetByteArrayAsync(address, stall.Token).ConfigureAwait(false), regions);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException or InvalidOperationException
                or KeyNotFoundException or FormatException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                if (failures >= MaxFailures)
                {
                    say($"the Spot Instance Advisor's feed cannot be read "
                        + $"({e.GetBaseException().Message.TrimEnd('.').ReplaceLineEndings(" ")}); the bands of the price list are kept");
                    return [];
                }
            }
            await Task.Delay(tuning.FirstWait * failures, cancellation).ConfigureAwait(false);
        }
    }

    const int MaxFailures = 3;

    /// <summary>The feed is some 2 MB.</summary>
    const int MaxAnswerBytes = 64 << 20;

    /// <summary>Rows whose band is not in the file's list are left out.</summary>
    internal static IReadOnlyList<AdvisedType> Parse(byte[] feed, IReadOnlyList<string> regions)
    {
        using var json = JsonDocument.Parse(feed);
        var bands = json.RootElement.GetProperty("ranges").EnumerateArray()
            .ToDictionary(r => r.GetProperty("index").GetInt32(), r => r.GetProperty("label").GetString() ?? "");
        var found = new List<AdvisedType>();
        var advisor = json.RootElement.GetProperty("spot_advisor");
        foreach (var region in regions)
        {
            if (!advisor.TryGetProperty(region, out var systems) || !systems.TryGetProperty("Linux", out var types)) continue;
            foreach (var type in types.EnumerateObject())
            {
                if (bands.TryGetValue(type.Value.GetProperty("r").GetInt32(), out var band) && band.Length > 0
                    && type.Value.GetProperty("s").TryGetDecimal(out var saving) && saving is >= 0 and < 100)
                    found.Add(new AdvisedType(region, type.Name, band.Replace(" ", "", StringComparison.Ordinal), saving));
            }
        }
        return found;
    }
}
