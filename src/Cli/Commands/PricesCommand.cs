using System.CommandLine;
using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Json;
using Rightsizer.Reports.Text;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer prices</c>: the price book, and what a shape costs by it.</summary>
static class PricesCommand
{
    static readonly Option<string?> Prices = new(
        "--prices")
    {
        HelpName = "FILE|DIR",
        Description = "Price list to use: a folder of tables, or one file. Default: the built-in one.",
        Recursive = true
    };
    static readonly Option<string> Format = TextOrJson();
    static readonly Argument<string> ShapeFile = new(
        "FILE")
    { Description = "JSON file that describes what to price (docs/quote.schema.json)." };
    static readonly Option<string?> Discounts = new(
        "--discounts")
    { HelpName = "FILE", Description = "Savings Plans, reservations and private discounts on the list prices, as JSON." };
    static readonly Option<bool> RequirePrices = new("--require-prices") { Description = "Exit with code 5 if a price is missing." };

    public static Command Create(CliContext context)
    {
        var quote = new Command(
            "quote", "Prices nodes, workers or pods without a log, line by line.") { ShapeFile, Format, Discounts, RequirePrices };
        quote.SetAction(parsed => Quote(parsed, context));
        var prices = new Command("prices", "Shows the price list: its dates, what it covers and what is missing.") { Prices, Format, quote,
            PricesRefresh.Create(Prices, context) };
        prices.SetAction(parsed => Show(parsed, context));
        return prices;
    }

    static int Show(ParseResult parsed, CliContext context)
    {
        var book = CostInputs.Prices(parsed.GetValue(Prices)) ?? PriceBook.Embedded;
        if (parsed.GetValue(Format) == "json") PriceJson.WriteBook(context.Output, book);
        else Write(PriceText.Book(book, Width(context)), context);
        return (int)ExitCode.Ok;
    }

    static int Quote(ParseResult parsed, CliContext context)
    {
        var book = CostInputs.Prices(parsed.GetValue(Prices)) ?? PriceBook.Embedded;
        var discounts = CostInputs.Discounts(parsed.GetValue(Discounts));
        var file = parsed.GetRequiredValue(ShapeFile);
        var ledgers = ReadShapes(file).Select(s => ShapeQuote.Price(s, book, discounts)).ToList();
        if (ledgers.Count == 0 || ledgers.Exists(l => l.Lines.Count == 0))
            throw new RightsizerException(ExitCode.BadArguments, $"{file}: nothing to price{(ledgers.Count < 2 ? ""
                : FormattableString.Invariant($" in entry {ledgers.FindIndex(l => l.Lines.Count == 0) + 1}"))}: "
                + "give nodes, workers, pods or requests; docs/quote.schema.json describes the file");
        if (parsed.GetValue(Format) == "json") PriceJson.WriteQuote(context.Output, ledgers, book);
        else Write(PriceText.Quote(ledgers, book, Width(context)), context);
        if (!parsed.GetValue(RequirePrices)) return (int)ExitCode.Ok;
        var hole = ledgers.SelectMany(l => l.Lines).FirstOrDefault(l => l.AmountUsd is null);
        return hole is null ? (int)ExitCode.Ok
            : throw new RightsizerException(ExitCode.PriceMissing, $"--require-prices: no price for {hole.Name} ({hole.Source})");
    }

    static IReadOnlyList<Shape> ReadShapes(string file)
    {
        try
        {
            return ShapeReader.Read(file, File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(
                ExitCode.InputUnreadable, $"{file}: {(File.Exists(file) ? "cannot be read: " + e.Message : "no such file")}", e);
        }
    }

    static int Width(CliContext context) => context.OutputIsTerminal ? context.OutputWidth : CliContext.TextWidth;

    static void Write(TextPage page, CliContext context)
    {
        using var output = new StreamWriter(context.Output, leaveOpen: true);
        page.WriteTo(output);
    }

    static Option<string> TextOrJson()
    {
        var option = new Option<string>(
            "--format")
        { HelpName = "text|json", Description = "Output format.", DefaultValueFactory = _ => "text" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[^1].Value is var word and not ("text" or "json"))
                result.AddError($"--format {word}: must be one of text, json");
        });
        return option;
    }
}
