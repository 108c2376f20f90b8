using System.Text;
using System.Text.Json;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Tests.Full;

public class RepeatedTextsTests
{
    static string Get(RepeatedTexts texts, string json)
    {
        var r = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        r.Read();
        return texts.Get(ref r);
    }

    [Theory]
    [InlineData("\"a text of a plan's node\"")]
    [InlineData("""  "with \"escapes\" and \u00e9 é" """)]
    [InlineData("\"\"")]
    public void EqualTexts_AreOneObject(string json)
    {
        var texts = new RepeatedTexts();
        var first = Get(texts, json);

        Assert.Equal(JsonSerializer.Deserialize<string>(json), first);
        Assert.Same(first, Get(texts, json));
    }

    [Fact]
    public void ManyTexts_AreEachTheirOwn()
    {
        var texts = new RepeatedTexts();
        for (var i = 0; i < 5_000; i++) Assert.Equal($"text of node {i}", Get(texts, $"\"text of node {i}\""));
    }

    [Fact]
    public void TextLongerThanTheRoom_IsWhole()
    {
        var text = new string('x', 16_384);

        Assert.Equal(text, Get(new RepeatedTexts(), $"\"{text}\""));
    }

    [Fact]
    public void HalfASurrogatePair_IsRefusedAsTheReaderDoes() =>
        Assert.Throws<InvalidOperationException>(() => Get(new RepeatedTexts(), """ "half of a pair: \ud83d" """));
}
