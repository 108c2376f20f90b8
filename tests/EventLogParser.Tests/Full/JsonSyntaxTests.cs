using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Rightsizer.EventLogParser.Internals.Full;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Full;

/// <summary>Says of every line what the framework's reader says, without an exception.</summary>
public class JsonSyntaxTests
{
    [Theory]
    [InlineData("""{"a":[1,-0.5e+3,true,false,null,"x\u00e9\n",{}],"b":{"c":[]}}""", true)]
    [InlineData(" [1 , 2 ]\t", true)]
    [InlineData("0", true)]
    [InlineData("{", false)]
    [InlineData("", false)]
    [InlineData("{}{}", false)]
    [InlineData("[1,]", false)]
    [InlineData("""{"a":1,}""", false)]
    [InlineData("""{"a" 1}""", false)]
    [InlineData("""{a:1}""", false)]
    [InlineData("[01]", false)]
    [InlineData("[1.]", false)]
    [InlineData("[-]", false)]
    [InlineData("[1e]", false)]
    [InlineData("""["\x"]""", false)]
    [InlineData("""["\u12g4"]""", false)]
    [InlineData("[\"a\tb\"]", false)]
    [InlineData("[tru]", false)]
    [InlineData("[1]]", false)]
    [InlineData("{]", false)]
    [InlineData("""["\ud800"]""", true)] // a value with half a pair is kept
    [InlineData("""{"\ud83d\ude00":1}""", true)]
    [InlineData("""{"\ud800":1}""", false)]
    [InlineData("""{"\udc00\ud800":1}""", false)]
    public void Line_IsJsonOrNot(string line, bool isJson) => Assert.Equal(isJson, JsonSyntax.IsValid(Encoding.UTF8.GetBytes(line), 1000));

    [Fact]
    public void Depth_IsBounded()
    {
        Assert.True(JsonSyntax.IsValid(Encoding.UTF8.GetBytes(new string('[', 1000) + new string(']', 1000)), 1000));
        Assert.False(JsonSyntax.IsValid(Encoding.UTF8.GetBytes(new string('[', 1001) + new string(']', 1001)), 1000));
    }

    /// <summary>20,000 damaged lines of a real log.</summary>
    [Fact]
    public void DamagedLines_AsTheFrameworkHasIt()
    {
        var lines = Encoding.UTF8.GetString(Fixture.Text).Split('\n').Where(l => l.Length is > 0 and < 3000).Take(200)
            .Select(Encoding.UTF8.GetBytes).ToList();
        for (var seed = 0; seed < 20_000; seed++)
        {
            var line = Mutation.Mutate(lines[seed % lines.Count], seed);
            if (!Utf8.IsValid(line)) continue;
            Assert.True(IsJson(line) == JsonSyntax.IsValid(line, 1000), $"seed {seed}: {Encoding.UTF8.GetString(line)}");
        }
    }

    static bool IsJson(byte[] line)
    {
        try
        {
            var r = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 1000 });
            while (r.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
