using System.Globalization;
using Amazon.EC2.Model;
using Rightsizer.Aws.Calls;

namespace Rightsizer.Aws.Pricing;

/// <summary>Today's Spot prices of one region's zones.</summary>
/// <param name="region">Region code.</param>
/// <param name="calls">EC2 there.</param>
/// <param name="say">Told what the account may not ask: the region's other prices are still good.</param>
sealed class SpotOfRegion(string region, Ec2Calls calls, Action<string> say)
{
    /// <summary>Latest price of each type and zone; empty where the account may not ask.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="cancellation">Of the whole program.</param>
    public async Task<List<(string Region, string? ZoneName, string? ZoneId, string Type, decimal Usd, string? Date)>> AskAsync(
        DateTime now, CancellationToken cancellation)
    {
        var latest = new Dictionary<(string? ZoneName, string? ZoneId, string Type), (decimal Usd, DateTime? Timestamp)>();
        string? token = null;
        try
        {
            do
            {
                var request = new DescribeSpotPriceHistoryRequest
                {
                    StartTime = now,
                    ProductDescriptions = ["Linux/UNIX"],
                    MaxResults = 1000,
                    NextToken = token
                };
                var page = await calls.SpotPriceHistoryAsync(request, cancellation).ConfigureAwait(false);
                foreach (var p in page.SpotPriceHistory ?? [])
                {
                    if (p.InstanceType?.Value is not { Length: > 0 } type || p.ProductDescription?.Value != "Linux/UNIX"
                        || (p.AvailabilityZone ?? p.AvailabilityZoneId) is null) continue;
                    if (!decimal.TryParse(p.Price, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) || usd <= 0)
                        continue;
                    var key = (p.AvailabilityZone, p.AvailabilityZoneId, type);
                    if (!latest.TryGetValue(key, out var known) || p.Timestamp > known.Timestamp) latest[key] = (usd, p.Timestamp);
                }
                token = Pages.Next(page.NextToken, token, "DescribeSpotPriceHistory");
            }
            while (token is not null);
        }
        catch (ServiceRefusal e) when (e.Code is "OptInRequired" or "UnauthorizedOperation" or "AuthFailure")
        {
            say($"{e.Message}; no Spot prices of {region}; the Spot advisor's estimate is kept");
            return [];
        }
        var ids = latest.Keys.Any(k => k.ZoneId is null) ? await ZoneIdsAsync(cancellation).ConfigureAwait(false) : [];
        return [.. latest
            .GroupBy(l => (l.Key.ZoneName, ZoneId: l.Key.ZoneId ?? ids.GetValueOrDefault(l.Key.ZoneName!), l.Key.Type))
            .Select(g => (g.Key, g.MaxBy(l => l.Value.Timestamp).Value))
            .Select(l => (region, l.Key.ZoneName, l.Key.ZoneId, l.Key.Type, l.Value.Usd,
                l.Value.Timestamp?.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))];
    }

    /// <summary>By zone name in this account; empty where it may not ask.</summary>
    async Task<Dictionary<string, string>> ZoneIdsAsync(CancellationToken cancellation)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var zones = await calls.AvailabilityZonesAsync(cancellation).ConfigureAwait(false);
            foreach (var zone in zones.AvailabilityZones ?? [])
            {
                if (zone is { ZoneName.Length: > 0, ZoneId.Length: > 0 }) ids[zone.ZoneName] = zone.ZoneId;
            }
        }
        catch (ServiceRefusal e)
        {
            say($"{e.Message}; the zones of {region} have no ids in the price list, and their names are those of this account");
        }
        return ids;
    }
}
