using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>An advice never proposes what is the default of the run's version of Spark.</summary>
public class DefaultChangesTests
{
    public static TheoryData<string> Keys => [.. DefaultChanges.All.Select(c => c.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Default_IsNotProposedFromItsVersionOn_AndTheOldOneNotBefore(string key)
    {
        var change = DefaultChanges.All.Single(c => c.Key == key);
        var before = change.Since.Minor > 0 ? new Version(change.Since.Major, change.Since.Minor - 1) : new(change.Since.Major - 1, 5);
        Assert.NotEqual(change.Before, change.Now);

        Assert.Empty(Apply($"{change.Since}.0", key, change.Now));
        Assert.Equal(change.Before + " (default)", Assert.Single(Apply($"{before}.0", key, change.Now)).Now);
        Assert.Empty(Apply($"{before}.9", key, change.Before));
        Assert.Equal(change.Now + " (default)", Assert.Single(Apply($"{change.Since}.1-amzn-0", key, change.Before)).Now);
    }

    /// <summary>As the settings page of each version documents them; a page of 4.3.0 lists spark.rdd.compress as true.</summary>
    [Theory]
    [InlineData("spark.speculation.multiplier", "3.5.9", "1.5")]
    [InlineData("spark.speculation.multiplier", "4.0.0", "3")]
    [InlineData("spark.speculation.quantile", "4.0.5", "0.9")]
    [InlineData("spark.rdd.compress", "4.2.0", "false")]
    [InlineData("spark.rdd.compress", "4.3.0", "true")]
    [InlineData("spark.sql.execution.pythonUDF.arrow.enabled", "4.1.1", "false")]
    [InlineData("spark.sql.execution.pythonUDF.arrow.enabled", "4.2.0", "true")]
    [InlineData("spark.sql.adaptive.enabled", "3.1.2", "false")]
    public void Default_IsThatOfTheVersion(string key, string version, string value) =>
        Assert.Equal(value, SparkDefaults.Find(key, Version.Parse(version), RunPlatform.Yarn));

    static IReadOnlyList<Advice> Apply(string version, string key, string proposed)
    {
        var run = new RunSketch(1_000).Executor("1").Build();
        run = run with { App = run.App with { SparkVersion = version } };
        return AdviceRules.Apply([new Advice(key, null, proposed, "why")], new RunFacts(run), new ExecutorRoom(run, new PriceContext()));
    }
}
