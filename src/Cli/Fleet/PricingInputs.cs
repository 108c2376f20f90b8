using System.CommandLine;
using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Cli.Commands;

namespace Rightsizer.Cli.Fleet;

/// <summary>What decides a price beside the log; every command over many logs takes the same options.</summary>
/// <param name="Analysis">For the analyser.</param>
/// <param name="Fingerprint">Equal where every price is.</param>
sealed record PricingInputs(AnalysisOptions Analysis, string Fingerprint)
{
    static readonly Option<string?> RegionOption = new("--region") { HelpName = "REGION", Description = "AWS region to price in; each log's own, else us-east-1." };
    static readonly Option<decimal?> UsdPerHour = DiagnoseCommand.PositiveDecimal("--usd-per-hour", "What an hour of a cluster costs, where there is no list price.");
    static readonly Option<string?> Prices = new("--prices") { HelpName = "PATH", Description = "Price book in place of the embedded one: a folder of its tables, or one file." };
    static readonly Option<string?> Discounts = new("--discounts") { HelpName = "FILE", Description = "JSON of Savings Plans, reservations and private discounts over the list prices." };

    public static IReadOnlyList<Option> All { get; } = [RegionOption, UsdPerHour, Prices, Discounts];

    public static string? Region(ParseResult parsed) => parsed.GetValue(RegionOption);

    public static PricingInputs Of(ParseResult parsed)
    {
        var (prices, discounts) = (parsed.GetValue(Prices), parsed.GetValue(Discounts));
        var analysis = new AnalysisOptions
        {
            Region = parsed.GetValue(RegionOption),
            UsdPerHour = parsed.GetValue(UsdPerHour),
            Prices = CostInputs.Prices(prices),
            Discounts = CostInputs.Discounts(discounts),
        };
        var parts = new[]
        {
            (analysis.Prices ?? PriceBook.Embedded).Name, analysis.Region ?? "", analysis.UsdPerHour?.ToString("0.############", CultureInfo.InvariantCulture) ?? "",
        };
        return new PricingInputs(analysis, Analyzer.Answers.Fleet.Summaries.Fingerprint.Of(parts.Concat(CostInputs.Texts(prices, discounts))));
    }
}
