using System.CommandLine;
using System.Globalization;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Cli.Commands;
using Rightsizer.Cli.Settings;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli;

/// <summary>What decides a price beside the log: one set of options, the same for every command that prices runs.</summary>
static class PriceOptions
{
    /// <summary>Words of <c>--ran-on</c> and <c>--arch</c>.</summary>
    public static readonly string[] Architectures = ["x86_64", "arm64"];

    static readonly Option<string?> RegionOption = new(
        "--region")
    { HelpName = "REGION", Description = "AWS region to price in. Default: the log's, else us-east-1." };
    static readonly Option<decimal?> UsdPerHour = Values.PositiveDecimal(
        "--usd-per-hour", "Hourly cost of the cluster that ran, for clusters without a list price.");
    static readonly Option<string?> Prices = new(
        "--prices")
    {
        HelpName = "PATH",
        Description = "Price list to use: a folder of tables, or one file. Default: the built-in one."
    };
    static readonly Option<string?> Discounts = DiscountsOption();
    static readonly Option<string?> RanOn = Values.OneOf(
        "--ran-on", "Processor of the EMR Serverless application that ran. Default: from the --cluster file, else x86_64.",
        Architectures);
    static readonly Option<string?> ClusterOption = new(
        "--cluster")
    {
        HelpName = "FILE",
        Description = "The cluster that ran: JSON output of aws emr describe-cluster, list-instances or get-job-run."
    };

    /// <summary>Of commands over many logs: what holds for all of them.</summary>
    public static IReadOnlyList<Option> OfMany { get; } = [RegionOption, UsdPerHour, Prices, Discounts, RanOn, ProjectFile.Option];

    /// <summary>Of commands over one job: its cluster as well.</summary>
    public static IReadOnlyList<Option> OfOne { get; } =
        [RegionOption, UsdPerHour, ClusterOption, RanOn, Prices, Discounts, ProjectFile.Option];

    public static string? Region(ParseResult parsed) => parsed.GetValue(RegionOption) ?? ProjectFile.Find(parsed).Region;

    static string? PricesPath(ParseResult parsed) => parsed.GetValue(Prices) ?? ProjectFile.Find(parsed).Prices;

    static string? DiscountsPath(ParseResult parsed) => parsed.GetValue(Discounts) ?? ProjectFile.Find(parsed).Discounts;

    /// <summary>Reads the files that are named, so that errors surface before the log is read.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="context">Where a region without prices is told.</param>
    /// <param name="ranOn">In place of <c>--ran-on</c>; null where that holds.</param>
    public static PriceContext Read(ParseResult parsed, CliContext context, string? ranOn = null)
    {
        var pricing = new PriceContext
        {
            Region = Region(parsed),
            Book = CostInputs.Prices(PricesPath(parsed)) ?? PriceBook.Embedded,
            Discounts = CostInputs.Discounts(DiscountsPath(parsed)),
            Cluster = CostInputs.Cluster(parsed.GetValue(ClusterOption)),
            UsdPerHour = parsed.GetValue(UsdPerHour),
            RanOn = parsed.GetValue(RanOn) ?? ranOn,
        };
        CheckRegion(pricing, parsed, context);
        return pricing;
    }

    /// <summary>The same on every machine where every price is, and what is asked of the detectors.</summary>
    public static string Fingerprint(ParseResult parsed, PriceContext pricing)
    {
        string[] parts = [
            pricing.Book.Name, pricing.Region ?? "", pricing.UsdPerHour?.ToString("0.############", CultureInfo.InvariantCulture) ?? ""];
        // states of before these stay valid where they are not given
        if (pricing.RanOn is { } processor) parts = [.. parts, processor];
        if (ProjectFile.Find(parsed).DetectorsFingerprint is { Length: > 0 } detectors) parts = [.. parts, detectors];
        return Analyzer.Answers.Fleet.Summaries.Fingerprint.Compute(
            parts.Concat(CostInputs.Texts(PricesPath(parsed), DiscountsPath(parsed))));
    }

    public static Option<string?> DiscountsOption() =>
        new("--discounts")
        {
            HelpName = "FILE",
            Description = "Savings Plans, reservations and private discounts on the list prices, as JSON."
        };

    static void CheckRegion(PriceContext pricing, ParseResult parsed, CliContext context)
    {
        if (pricing.Region is not { } region || pricing.Book.Regions.Contains(region)) return;
        var known = string.Join(", ", pricing.Book.Regions);
        // stores other than AWS have regions of their own
        if (!AwsRegions.All.Contains(region) && !SourceOptions.OtherStore(parsed))
        {
            var near = NearestName.Find(region, AwsRegions.All.Concat(pricing.Book.Regions)) is { } name ? $" Did you mean {name}?" : "";
            throw new RightsizerException(ExitCode.BadArguments, $"--region {region}: unknown region.{near} The price list has {known}.");
        }
        context.Error.WriteLine($"--region {PlainText.OneLine(region)}: the price list has no prices there; it has {known}");
    }
}
