using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Reports.Json;

/// <summary>Quoted ledgers and the price book as JSON.</summary>
public static class PriceJson
{
    static readonly PriceJsonContext context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter<LedgerKind>(), new JsonStringEnumConverter<CostService>(),
            new JsonStringEnumConverter<LinePurpose>() },
    });

    public static void WriteQuote(Stream output, IReadOnlyList<Ledger> ledgers, PriceBook book) =>
        Write(output, JsonSerializer.SerializeToUtf8Bytes(
        new QuoteDocument(1, book.Name, book.Gathered, "USD", [.. ledgers.Select(LedgerView.From)], ShapeQuote.Sum(ledgers)),
            context.QuoteDocument));

    public static void WriteBook(Stream output, PriceBook book) => Write(output, JsonSerializer.SerializeToUtf8Bytes(
        new BookDocument(1, book.Name, book.Gathered, "USD", book.Coverage(), book.Holes()), context.BookDocument));

    static void Write(Stream output, byte[] json)
    {
        output.Write(json);
        output.WriteByte((byte)'\n');
    }
}

/// <summary>
/// The document of <c>prices quote --format json</c>. TotalUsd adds up the ledgers; null where one has a line without a price.
/// </summary>
public sealed record QuoteDocument(
    int SchemaVersion, string PriceBook, string PriceBookDate, string Currency, IReadOnlyList<LedgerView> Ledgers, decimal? TotalUsd);

/// <summary>The document of <c>prices --format json</c>.</summary>
public sealed record BookDocument(int SchemaVersion, string PriceBook, string PriceBookDate, string Currency,
    IReadOnlyList<TableCoverage> Tables, IReadOnlyList<string> Holes);

[JsonSerializable(typeof(QuoteDocument))]
[JsonSerializable(typeof(BookDocument))]
sealed partial class PriceJsonContext : JsonSerializerContext;
