using Rightsizer.Analyzer.Ledgers.Prices;
using static Rightsizer.Reports.Brief.BriefPage;

namespace Rightsizer.Reports.Brief;

/// <summary>The price list in short: its tables, their dates, what it lacks.</summary>
public static class PricesBrief
{
    const int RegionsShown = 40;

    public static string Compose(PriceBook book)
    {
        var page = new BriefPage("more: prices --format json");
        page.Add($"price list {book.Name}, gathered {book.Gathered}, USD");
        foreach (var t in book.Coverage())
            page.Add($"{t.Table}: {Number(t.Rows)} rows" + (t.Regions > 0 ? $", {Number(t.Regions)} regions" : "")
                + (t.OldestDate is { } oldest ? $", {oldest} to {t.NewestDate}" : "") + (t.Given ? ", given" : ""));
        page.Add("regions: " + string.Join(", ", book.Regions.Take(RegionsShown)) + (book.Regions.Count() > RegionsShown ? " and more"
            : ""));
        foreach (var hole in book.Holes()) page.Add("no known price: " + Sentence(hole));
        return page.ToString();
    }
}
