using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

public class PricesCommandTests
{
    static string Case(string name)
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "tests", "Analyzer.Tests", "Pricing", "Cases", name)));
        var file = Path.Combine(Directory.CreateTempSubdirectory("rightsizer-prices-").FullName, name);
        File.WriteAllText(file, document.RootElement.GetProperty("shape").GetRawText());
        return file;
    }

    [Fact]
    public void Quote_PrintsEveryLineAndTheTotal()
    {
        var run = CliRun.Of("prices", "quote", Case("published-glue-15-minutes.json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Glue ETL (6 x G.1X)", run.Output, StringComparison.Ordinal);
        Assert.Contains("0.66", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void QuoteAsJson_CarriesSourceAndDateOfEachPrice()
    {
        var run = CliRun.Of("prices", "quote", Case("published-glue-15-minutes.json"), "--format", "json");
        using var document = JsonDocument.Parse(run.Output);
        var ledger = document.RootElement.GetProperty("ledgers")[0];
        Assert.Equal(0.66m, ledger.GetProperty("totalUsd").GetDecimal());
        var line = ledger.GetProperty("lines")[0];
        Assert.Equal(("glue.csv: PerfKitBenchmarker", "2023-02-06", "measured"),
            (line.GetProperty("source").GetString(), line.GetProperty("date").GetString(), line.GetProperty("ground").GetString()));
    }

    /// <summary>Two of the published example, 0.66 USD each.</summary>
    [Fact]
    public void SeveralShapes_AreAddedUp()
    {
        var one = Case("published-glue-15-minutes.json");
        var two = Path.ChangeExtension(one, "two.json");
        File.WriteAllText(two, $$"""{"shapes":[{{File.ReadAllText(one)}},{{File.ReadAllText(one)}}]}""");
        Assert.Contains("\nCosts $1.32.\n", CliRun.Of("prices", "quote", two).Output, StringComparison.Ordinal);
        Assert.Contains("\nCosts $0.66.\n", CliRun.Of("prices", "quote", one).Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(CliRun.Of("prices", "quote", two, "--format", "json").Output);
        Assert.Equal(1.32m, document.RootElement.GetProperty("totalUsd").GetDecimal());
        File.WriteAllText(two, $$"""{"shapes":[{{File.ReadAllText(one)}},{{File.ReadAllText(Case("emr-ec2-io2-hole.json"))}}]}""");
        Assert.Contains("\nCosts at least $", CliRun.Of("prices", "quote", two).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void QuoteWithAHole_IsAnErrorOnlyIfPricesAreRequired()
    {
        var shape = Case("emr-ec2-io2-hole.json");
        Assert.Equal(0, CliRun.Of("prices", "quote", shape).ExitCode);
        var strict = CliRun.Of("prices", "quote", shape, "--require-prices");
        Assert.Equal(5, strict.ExitCode);
        Assert.StartsWith("error: --require-prices: no price for EBS io2 storage", strict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Discounts_ComeOnTop()
    {
        var discounts = Path.GetTempFileName();
        File.WriteAllText(discounts, """[{ "match": { "service": "glue" }, "discountPct": 50 }]""");
        Assert.Contains("0.33", CliRun.Of("prices", "quote", Case("published-glue-15-minutes.json"), "--discounts", discounts).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void PricesOfOnesOwn_StandInPlaceOfTheBuiltInOnes()
    {
        var book = Path.Combine(Directory.CreateTempSubdirectory("rightsizer-prices-").FullName, "mine.csv");
        File.WriteAllText(book, "#table glue.csv\nregion,class,glue_version,usd_per_dpu_hour\nus-east-1,standard,<=5.1,0.88\n");
        var run = CliRun.Of("prices", "quote", Case("published-glue-15-minutes.json"), "--prices", book);
        Assert.Contains("1.32", run.Output, StringComparison.Ordinal);
        Assert.Contains("mine.csv over embedded", run.Output, StringComparison.Ordinal);
        Assert.Contains("given", CliRun.Of("prices", "--prices", book).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_ShowDatesCoverageAndHoles()
    {
        var run = CliRun.Of("prices");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"ec2-on-demand\.csv\s+8,485\s+16\s+2025-04-04\s+2026-07-20\s+built in", run.Output);
        Assert.Contains("EMR on EKS fee: only us-east-1, us-west-2", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "no such file", "prices", "quote", "no-such-file.json")]
    [InlineData(2, "no such file", "prices", "--prices", "no-such-book.csv")]
    [InlineData(2, "must be one of text, json", "prices", "--format", "xml")]
    public void BadInput_IsOneLine(int exitCode, string message, params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    /// <summary>Found by changed inputs: an empty list ended the command by an exception.</summary>
    [Theory]
    [InlineData("""{"shapes":[]}""", "nothing to price: give")]
    [InlineData("""{"region":"us-west-2","emrOnEks":{"pods":[]}}""", "nothing to price: give")]
    [InlineData("""
        {"shapes":[{"region":"us-west-2","crossZoneGb":1},{"region":"us-west-2","emrOnEc2":{"nodes":[]}}]}
        """, "nothing to price in entry 2: give")]
    public void FileWithNothingToPrice_IsOneLine(string json, string message)
    {
        var folder = Directory.CreateTempSubdirectory("rightsizer-quote");
        try
        {
            var file = Path.Combine(folder.FullName, "shape.json");
            File.WriteAllText(file, json);

            var run = CliRun.Of("prices", "quote", file);

            Assert.Equal(2, run.ExitCode);
            Assert.Contains($"{file}: {message}", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
