using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Tests.Formatting;

/// <summary>A sign is a word, never a minus.</summary>
public class SavingWordsTests
{
    [Theory]
    [InlineData(0L, 55_100L, null, "~368 ms slower, ~55.1 core-s less", 368L)]
    [InlineData(0L, null, "0.12", "~4.0 s slower, ~$0.12 cheaper", 4_000L)]
    [InlineData(5_000L, null, "-0.12", "~5.0 s faster, ~$0.12 more expensive")]
    [InlineData(0L, -1_000L, null, "~1 core-s more")]
    [InlineData(5_000L, 10_000L, null, "saves up to ~5.0 s of 10.0 s (50 %), ~10 core-s")]
    [InlineData(0L, 0L, "0", "cost no time in this run")]
    public void Saving_ThatIsNone_IsSaidInWords(long? ms, long? coreMs, string? usd, string words, long? longerMs = null)
    {
        var result = SampleResult.Full();
        var finding = result.Findings[0] with
        {
            SavesMs = ms,
            LongerMs = longerMs,
            SavesCoreMs = coreMs,
            SavesUsd = usd is null ? null : decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture)
        };
        var run = new TestSupport.RunSketch { EndMs = 10_000 }.Build();
        Assert.Equal(words, Phrases.Saves(finding, run));
    }

    /// <summary>The larger of both shares decides the severity, so that both are shown: 33 of 154 core-s are 21 %.</summary>
    [Fact]
    public void Saving_ShowsTheShareOfPaidCoreTime()
    {
        var finding = SampleResult.Full().Findings[0] with { SavesMs = 11_000, SavesCoreMs = 33_000, SavesUsd = null };

        Assert.Equal("saves up to ~11.0 s of 1 min 02 s (18 %), ~33 core-s (21 %)", Phrases.Saves(finding, 62_000, 154_000));
    }
}
