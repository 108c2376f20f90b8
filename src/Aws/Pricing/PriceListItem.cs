using System.Globalization;
using System.Text.Json;

namespace Rightsizer.Aws.Pricing;

/// <summary>One product of the Price List with its On-Demand price.</summary>
sealed record PriceListItem
{
    public required string ProductFamily { get; init; }
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Per unit.</summary>
    public required decimal Usd { get; init; }

    /// <summary>ISO date from which the price holds; null where it is not told.</summary>
    public required string? EffectiveDate { get; init; }

    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");

    /// <summary>Null where the document has not exactly one On-Demand price in USD: tiers, other currencies, a damaged item.</summary>
    public static PriceListItem? Read(string document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var product = json.RootElement.GetProperty("product");
            var terms = json.RootElement.GetProperty("terms").GetProperty("OnDemand").EnumerateObject().Select(t => t.Value).ToList();
            var prices = terms.SelectMany(t => t.GetProperty("priceDimensions").EnumerateObject())
                .Select(d => d.Value.GetProperty("pricePerUnit").GetProperty("USD").GetString()).ToList();
            if (prices.Count != 1
                || !decimal.TryParse(prices[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd)) return null;
            return new PriceListItem
            {
                ProductFamily = product.TryGetProperty("productFamily", out var family) ? family.GetString() ?? "" : "",
                Attributes = product.GetProperty("attributes").EnumerateObject().Where(a => a.Value.ValueKind == JsonValueKind.String)
                    .GroupBy(a => a.Name, StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, g => g.Last().Value.GetString()!, StringComparer.Ordinal),
                Usd = usd,
                EffectiveDate = terms[0].TryGetProperty("effectiveDate", out var date) ? IsoDate(date.GetString()) : null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>"2021-02-01" of "2021-02-01T00:00:00Z"; null for anything else.</summary>
    public static string? IsoDate(string? text) =>
        text?.Length >= 10 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text[..10] : null;
}
