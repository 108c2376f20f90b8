namespace Rightsizer.EventLogParser.Tests;

public class RecurringNameTests
{
    [Theory]
    [InlineData("etl-daily 2026-11-21", "etl-daily")]
    [InlineData("etl-daily_20261121", "etl-daily")]
    [InlineData("etl_2026_11_21_run", "etl_run")]
    [InlineData("etl-daily-2026-11-21T06:00:00+00:00", "etl-daily")]
    [InlineData("weekly_2026W35", "weekly")]
    [InlineData("weekly-2026-W35-1", "weekly")]
    [InlineData("close 2026Q3", "close")]
    [InlineData("eu_23Aug2026", "eu")]
    [InlineData("compact_Aug_23_2026", "compact")]
    [InlineData("bill 3 September 2026 final", "bill final")]
    [InlineData("2026-aug-23/orders", "orders")]
    [InlineData("report-may2026", "report")]
    [InlineData("us_08-23-2026", "us")]
    [InlineData("march_orders", "march_orders")] // no year: the name of the work
    [InlineData("decide2026x", "decide2026x")]
    [InlineData("tpcds q3", "tpcds q3")]
    [InlineData("load orders (run 4711)", "load orders (run)")]
    [InlineData("job 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "job")]
    [InlineData("export-deadbeef01", "export")]
    [InlineData("tpcds q72", "tpcds q72")]
    [InlineData("s3-copy", "s3-copy")]
    [InlineData("model v1.2", "model v1.2")]
    [InlineData("20261121", "(unnamed)")]
    [InlineData("", "(unnamed)")]
    [InlineData(null, "(unnamed)")]
    public void DatesIdsAndCounters_AreTakenOut(string? name, string recurring) => Assert.Equal(recurring, RecurringName.Parse(name));

    [Fact]
    public void LongHostileName_IsDoneSoon()
    {
        var name = string.Concat(Enumerable.Repeat("2026-11-", 2000));
        Assert.NotNull(RecurringName.Parse(name));
    }
}
