using System.Globalization;
using Rightsizer.Aws.Calls;

namespace Rightsizer.Aws.Pricing;

/// <summary>All pages of a question to the Price List; what cannot be read is counted and told.</summary>
sealed class ProductQuery(AmazonPricingClient client, Action<string> say, CancellationToken cancellation)
{
    public async Task<List<PriceListItem>> AskAsync(string service, params (string Field, string Value)[] filters)
    {
        var items = new List<PriceListItem>();
        var unread = 0;
        string? token = null;
        do
        {
            var request = new GetProductsRequest
            {
                ServiceCode = service,
                Filters = [.. filters.Select(f => new Filter(f.Field, f.Value))],
                NextToken = token
            };
            var page = await client.GetProductsAsync(request, cancellation).ConfigureAwait(false);
            foreach (var document in page.PriceList)
            {
                if (PriceListItem.Read(document) is { } item) items.Add(item);
                else unread++;
            }
            token = Pages.Next(page.NextToken, token, "GetProducts");
        }
        while (token is not null);
        if (unread > 0)
        {
            say(string.Create(CultureInfo.InvariantCulture,
                $"{service} {string.Join(", ", filters.Select(f => f.Value))}: {unread} of {items.Count + unread} products left out, "
                    + $"they have no single On-Demand price in USD"));
        }
        return items;
    }

    public void Say(string line) => say(line);
}
