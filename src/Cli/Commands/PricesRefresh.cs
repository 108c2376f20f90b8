using System.CommandLine;
using System.Globalization;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Aws.Pricing;
using Rightsizer.Cli.Files;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer prices refresh</c>: a new price book from AWS.</summary>
static class PricesRefresh
{
    static readonly Option<string[]> Region = new(
        "--region")
    { HelpName = "REGION", Description = "Region to refresh. Repeatable. Default: every region of the price list." };
    static readonly Option<string?> Output = new(
        "--output", "-o")
    { HelpName = "DIR", Description = "New folder for the price list. Default: prices-DATE in the current folder." };
    static readonly Option<string?> Endpoint = new(
        "--endpoint-url")
    { HelpName = "URL", Description = "Endpoint to ask instead of AWS." };
    static readonly Option<string?> Profile = new(
        "--profile")
    { HelpName = "NAME", Description = "AWS profile to use. Default: the standard credential chain." };

    /// <remarks><c>prices</c>: names the book that is refreshed.</remarks>
    public static Command Create(Option<string?> prices, CliContext context)
    {
        var command = new Command("refresh",
            "Gets today's prices from AWS, writes a new price list and prints its path for --prices.") { Region,
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
        var refreshed = refresh.RunAsync(context.Cancellation).GetAwaiter().GetResult();
        if (refreshed.DifferentTypes(book) is { Count: > 0 } different) context.Error.WriteLine(Words(different));
        var tables = refreshed.Over(book);
        PriceBook.FromTables(folder, tables).Coverage(); // a book that cannot be read back is not written
        PriceBookFolder.Write(folder, tables, context.Files);
        using var output = new StreamWriter(context.Output, leaveOpen: true);
        output.Write(Path.GetFullPath(folder) + "\n");
        return (int)ExitCode.Ok;
    }

    static string Words(IReadOnlyList<TypeDifference> different)
    {
        const int shown = 3;
        var some = string.Join(", ", different.Take(shown).Select(d => $"{d.Type} {d.Fact} {d.Was}, now {d.Is}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"instance types: {different.Count:#,0} facts of {different.Select(d => d.Type).Distinct().Count():#,0} types differ from the "
            + $"price list; EC2's are taken ({PlainText.OneLine(some)}{(different.Count > shown ? ", ..." : "")})");
    }
}
