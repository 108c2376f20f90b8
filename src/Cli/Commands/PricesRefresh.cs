using System.CommandLine;
using System.Globalization;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Aws.Pricing;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer prices refresh</c>: a new price book from AWS.</summary>
static class PricesRefresh
{
    static readonly Option<string[]> Region = new(
        "--region")
    { HelpName = "REGION", Description = "Region to be priced; every region of the book when not given. Repeatable." };
    static readonly Option<string?> Output = new(
        "--output")
    { HelpName = "DIR", Description = "New folder for the book; prices-DATE here when not given." };
    static readonly Option<string?> Endpoint = new(
        "--endpoint-url")
    { HelpName = "URL", Description = "Address that answers in place of AWS." };
    static readonly Option<string?> Profile = new(
        "--profile")
    { HelpName = "NAME", Description = "AWS profile to ask with; the standard credential chain when not given." };

    /// <remarks><c>prices</c>: names the book that is refreshed.</remarks>
    public static Command Create(Option<string?> prices, CliContext context)
    {
        var command = new Command("refresh", "Asks AWS for today's prices and writes a new book; prints its path, for --prices.") { Region,
            Output, Endpoint, Profile };
        command.SetAction(parsed => Run(parsed, prices, context));
        return command;
    }

    static int Run(ParseResult parsed, Option<string?> prices, CliContext context)
    {
        var now = DateTime.UtcNow;
        var folder = parsed.GetValue(Output) ?? "prices-" + now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        PriceBookFolder.Check(folder);
        var book = CostInputs.Prices(parsed.GetValue(prices)) ?? PriceBook.Embedded;
        var regions = parsed.GetValue(Region) is { Length: > 0 } asked ? asked : [.. book.Regions];
        var refresh = new PriceRefresh(new PriceRefreshOptions
        {
            Regions = [.. regions.Distinct(StringComparer.Ordinal)],
            Now = now,
            EndpointUrl = parsed.GetValue(Endpoint),
            Profile = parsed.GetValue(Profile),
            Say = context.Error.WriteLine,
        });
        var tables = refresh.RunAsync(context.Cancellation).GetAwaiter().GetResult().Over(book);
        PriceBook.FromTables(folder, tables).Coverage(); // a book that cannot be read back is not written
        PriceBookFolder.Write(folder, tables);
        using var output = new StreamWriter(context.Output, leaveOpen: true);
        output.Write(Path.GetFullPath(folder) + "\n");
        return (int)ExitCode.Ok;
    }
}
