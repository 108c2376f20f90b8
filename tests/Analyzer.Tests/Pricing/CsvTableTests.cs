using System.Text;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Tests.Pricing;

/// <summary>Fields by the rules of RFC 4180, with "#" lines beside them.</summary>
public class CsvTableTests
{
    static CsvTable Table(string text, string? firstField = null) => CsvTable.Parse("t.csv", Encoding.UTF8.GetBytes(text), firstField);

    [Theory]
    [InlineData("1,\"a, b\",3", "a, b", "3")]
    [InlineData("1,\"say \"\"no\"\"\",3", "say \"no\"", "3")]
    [InlineData("1,,3", null, "3")]
    [InlineData("1,2", "2", null)]
    [InlineData("1,2,", "2", null)]
    [InlineData("1,\"\",3", null, "3")]
    [InlineData(" 1,Zürich,3\t", "Zürich", "3")]
    [InlineData("1,\"open,3", "open,3", null)]
    public void Field_IsReadAsItWasWritten(string row, string? b, string? c)
    {
        var read = Table($"a,b,c\r\n{row}\r\n").Rows.Single();

        Assert.Equal(("1", b, c), (read.Text("a"), read.Text("b"), read.Text("c")));
        Assert.True(read.Is("b", b));
        Assert.False(read.Is("b", "other"));
    }

    /// <summary>Found by changed inputs: an instance type of 2^60 GiB ended `diagnose --prices`.</summary>
    [Theory]
    [InlineData("1000000000", null)]
    [InlineData("1000000000.1", "t.csv:2: usd is above 10^9: 1000000000.1")]
    [InlineData("1152921504606846976", "t.csv:2: usd is above 10^9: 1152921504606846976")]
    public void Numbers_AreBounded(string text, string? expected)
    {
        var row = Table($"usd\n{text}\n").Rows.Single();

        Assert.Equal(expected, Record.Exception(() => row.Number("usd"))?.Message);
        Assert.Equal(expected, Record.Exception(() => row.Whole("usd"))?.Message);
    }

    [Fact]
    public void RowsOfOtherRegions_AreSteppedOver_AndLinesCountedAllTheSame()
    {
        var table = Table("# c\n\nregion,usd\nus-east-1,1\nus-east-11,2\n#us-east-1,9\nus-east-1,x", "us-east-1");

        Assert.Equal([1m], table.Rows.Take(1).Select(r => r.Number("usd")!.Value));
        var error = Assert.Throws<RightsizerException>(() => table.Rows[1].Number("usd"));
        Assert.Equal("t.csv:7: usd is not a number: x", error.Message);
        Assert.Equal(2, table.Rows.Count);
    }
}
