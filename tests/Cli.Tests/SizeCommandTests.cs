using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

public class SizeCommandTests
{
    static readonly string Log = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd");

    [Fact]
    public void OneLog_FirstScreenNamesTodayThePickAndThePrices()
    {
        var run = CliRun.Of("size", Log);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("skewed_join: 1 run; today: 2 executors x 1 core", run.Output, StringComparison.Ordinal);
        // the first line may take two
        Assert.Contains(run.Output.Split('\n')[1..3], l => l.StartsWith("Cheapest within ", StringComparison.Ordinal));
        Assert.Contains("34.8 s, or 4 min 05 s if a cluster has to", run.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^ > ", run.Output);
        Assert.Contains("Prices: embedded", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_FitsItsSchemaAndIsTheSameTwice()
    {
        var once = CliRun.Of("size", Log, "--format", "json", "--runs-per-week", "7");
        Assert.Equal(once.Output, CliRun.Of("size", Log, "--format", "json", "--runs-per-week", "7").Output);
        using var document = JsonDocument.Parse(once.Output);
        using var schema = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(SharedFolder.RepositoryRoot, "src", "Reports", "size.schema.json")));
        Assert.Equal([], SchemaValidator.Validate(schema.RootElement, document.RootElement));
        Assert.NotEmpty(document.RootElement.GetProperty("sizing").GetProperty("offers").EnumerateArray());
    }

    [Fact]
    public void MoreInput_IsTriedOnTodaysExecutorsAndOnTheBestOption()
    {
        using var document = JsonDocument.Parse(CliRun.Of("size", Log, "--data", "1x,2x", "--deadline", "90s", "--format", "json").Output);
        using var schema = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(SharedFolder.RepositoryRoot, "src", "Reports", "size.schema.json")));
        Assert.Equal([], SchemaValidator.Validate(schema.RootElement, document.RootElement));
        var sizing = document.RootElement.GetProperty("sizing");
        var points = sizing.GetProperty("headroom").GetProperty("points");
        // the run's own volume is the run (34.8 s) and its option as listed
        Assert.InRange(Middle(points[0], "today"), 244_500, 245_200);
        var best = sizing.GetProperty("bestRank").GetInt32();
        var offer = sizing.GetProperty("offers").EnumerateArray().First(o => o.GetProperty("rank").GetInt32() == best);
        Assert.Equal(offer.GetProperty("timeMs").GetProperty("p50").GetInt64(), Middle(points[0], "option"));
        Assert.True(Middle(points[1], "today") > Middle(points[0], "today"));

        static long Middle(JsonElement point, string which) =>
            point.GetProperty(which).GetProperty("timeMs").GetProperty("p50").GetInt64();
    }

    [Theory]
    [InlineData("9x")]
    [InlineData("-1")]
    [InlineData("twice")]
    public void MoreInputThanOneRunShows_IsABadArgument(string data)
    {
        var run = CliRun.Of("size", Log, "--data", data);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: --data {data}: must be", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryOffer_CanBeWrittenDown()
    {
        using var document = JsonDocument.Parse(CliRun.Of("size", Log, "--format", "json").Output);
        foreach (var offer in document.RootElement.GetProperty("sizing").GetProperty("offers").EnumerateArray()
            .Where(o => o.GetProperty("rank").GetInt32() > 0))
        {
            var rank = offer.GetProperty("rank").GetRawText();
            var kind = offer.GetProperty("platform")
                .GetString() switch
            { "emr-serverless" => "serverless", "emr-eks" => "eks", "glue" => "terraform", _ => "emr-json" };
            var run = CliRun.Of("size", Log, "--emit", kind, rank);
            Assert.True(run.ExitCode == 0, $"{rank} {offer.GetProperty("name")}: {run.Error}");
            Assert.Contains("to be given: ", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EmitWithoutANumber_TakesTheNextWordForALog()
    {
        var run = CliRun.Of("size", "--platform", "emr-ec2", "--no-baseline", "--emit", "terraform", Log);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("resource \"aws_emr_cluster\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Ledger_IsTheLinesOfThatOffer()
    {
        var run = CliRun.Of("size", Log, "--platform", "emr-ec2", "--purchase", "on-demand", "--ledger", "1");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("EMR fee, core", run.Output, StringComparison.Ordinal);
        Assert.Contains("  total", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownTypeAndRegionWithoutPrices_AreToldAndTheRestGoesOn()
    {
        var run = CliRun.Of("size", Log, "--allow", "m6g,zz9.large", "--region", "me-south-1");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "--region me-south-1: the price list has no prices there; it has ap-northeast-1, ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--allow zz9.large: the price list has no such type or family; it is ignored", run.Error,
            StringComparison.Ordinal);
    }

    /// <summary>Left out, the one name would leave no type at all.</summary>
    [Fact]
    public void AllowWithoutAKnownName_IsAnErrorWithASuggestion()
    {
        var run = CliRun.Of("size", Log, "--allow", "m5.xlrge");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal("error: --allow m5.xlrge: the price list has no such type or family. Did you mean m5.xlarge?" + Environment.NewLine,
            run.Error);
    }

    [Fact]
    public void MissingPrice_IsAnErrorOnlyIfPricesAreRequired()
    {
        var run = CliRun.Of("size", Log, "--require-prices");
        Assert.Equal(5, run.ExitCode);
        Assert.StartsWith("error: --require-prices: no price for today's ", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Types of the book without an EMR fee are holes of the search, not of the answer.</summary>
    [Fact]
    public void RequiredPrices_AreThoseOfTodayAndTheRecommendation() =>
        Assert.Equal(0, CliRun.Of("size", Log, "--require-prices", "--usd-per-hour", "3").ExitCode);

    [Fact]
    public void LogWithoutExecutors_HasNoAdviceAndSaysWhy()
    {
        using var log = new TinyLog(TinyLog.Start, TinyLog.End);
        var run = CliRun.Of("size", log.Log);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("No recommendation: ", run.Output, StringComparison.Ordinal);
        var emit = CliRun.Of("size", log.Log, "--emit", "terraform");
        Assert.Equal(2, emit.ExitCode);
        Assert.StartsWith("error: --emit terraform: ", emit.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ledger 99", 2, "--ledger 99: no such option; there are 1 to ")]
    [InlineData("--emit eks 1 --format json", 2, "--format json: --emit has a form of its own; leave one of them out")]
    [InlineData("--ledger 1 --format csv", 2, "--format csv: --ledger prints text")]
    public void WhatCannotBe_IsOneLine(string options, int exitCode, string message)
    {
        var run = CliRun.Of(["size", Log, .. options.Split(' ')]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void LogsOfSeveralJobs_MakeAStudy()
    {
        var folder = Path.GetDirectoryName(Log)!;
        var run = CliRun.Of("size", Log, Path.Combine(folder, "app-20261121124818-0001.lz4"), Log, "--format", "csv");
        Assert.Equal((0, "left out: 1 log of applications of which another log is counted"), (run.ExitCode, run.Error.TrimEnd()));
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("job,runs,runs_used,runs_per_week,advice,pick,today_usd_per_run,", lines[0], StringComparison.Ordinal);
        Assert.Contains("is for one job, and there are 2 here",
            CliRun.Of("size", Log, Path.Combine(folder, "app-20261121124818-0001.lz4"), "--emit", "terraform").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LogThatIsNotThere_IsAnError() => Assert.Equal(3, CliRun.Of("size", "no-such-log").ExitCode);
}
