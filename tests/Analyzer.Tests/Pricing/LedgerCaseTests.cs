using System.Globalization;
using System.Text.Json;
using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Pricing;

/// <summary>Ledgers worked by hand: each file under Cases holds a shape, its arithmetic and the lines that must come out.</summary>
public class LedgerCaseTests
{
    const decimal Tolerance = 0.000001m;

    static string Folder => Path.Combine(SharedFolder.RepositoryRoot, "tests", "Analyzer.Tests", "Pricing", "Cases");

    public static TheoryData<string> Cases() =>
        [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_LinesEqualTheArithmeticByHand(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        var root = document.RootElement;
        var ledger = ShapeQuote.Price(ShapeReader.Read(file, root.GetProperty("shape").GetRawText()).Single(), PriceBook.Embedded);

        var expected = root.GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(expected.Select(e => e.GetProperty("name").GetString()), ledger.Lines.Select(l => l.Name.ToString()));
        foreach (var (want, line) in expected.Zip(ledger.Lines))
        {
            Near(Money(want, "quantity")!.Value, line.Quantity);
            Near(Money(want, "amountUsd"), line.AmountUsd);
            if (want.TryGetProperty("unitPriceUsd", out _)) Assert.Equal(Money(want, "unitPriceUsd"), line.UnitPriceUsd);
            Assert.Equal(want.GetProperty("ground").GetString(), line.Ground.ToString().ToLowerInvariant());
            Assert.NotEmpty(line.Source);
        }
        Near(Money(root, "totalUsd"), ledger.TotalUsd);
        Near(Money(root, "pricedPartUsd"), ledger.PricedPartUsd);
        Near(root.TryGetProperty("totalIfFeeCappedUsd", out _) ? Money(root, "totalIfFeeCappedUsd") : null, ledger.TotalIfFeeCappedUsd);
        Assert.Equal(ledger.Lines.Sum(l => l.AmountUsd ?? 0), ledger.PricedPartUsd);
        Assert.Equal(ledger.Lines.Min(l => l.Ground), ledger.Ground);
    }

    public static TheoryData<string> PublishedCases() =>
        [.. Directory.GetFiles(Folder, "published-*.json").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(PublishedCases))]
    public void PublishedCase_AgreesToTheDigitsPrinted(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        var root = document.RootElement;
        Assert.NotEmpty(root.GetProperty("published").GetString()!);
        var ledger = ShapeQuote.Price(ShapeReader.Read(file, root.GetProperty("shape").GetRawText()).Single(), PriceBook.Embedded);
        foreach (var figure in root.GetProperty("printed").EnumerateArray())
        {
            var names = figure.GetProperty("lines").EnumerateArray().Select(n => n.GetString()).ToList();
            var digits = figure.GetProperty("usd").GetString()!;
            var sum = ledger.Lines.Where(l => names.Contains(l.Name.ToString())).Sum(l => l.AmountUsd!.Value);
            Assert.Equal(digits, Math.Round(sum, digits.Length - digits.IndexOf('.') - 1, MidpointRounding.AwayFromZero)
                .ToString("F" + (digits.Length - digits.IndexOf('.') - 1), CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Cases_AreAtLeastTwelveAndFourOfThemPublished()
    {
        var files = Directory.GetFiles(Folder, "*.json");
        Assert.True(files.Length >= 12);
        Assert.True(files.Count(f => File.ReadAllText(f).Contains("\"published\"", StringComparison.Ordinal)) >= 4);
    }

    static decimal? Money(JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.String } v
        ? decimal.Parse(v.GetString()!, CultureInfo.InvariantCulture) : null;

    static void Near(decimal? expected, decimal? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } e) Assert.InRange(actual!.Value, e - Tolerance, e + Tolerance);
    }
}
