using System.Text.Json;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Sizing;
using Rightsizer.Reports.Tests.Sizing;
using static Rightsizer.Reports.Tests.Rendered;

namespace Rightsizer.Reports.Tests;

/// <summary>Every form of an answer begins with the same sentence, and it is the one that follows from the figures.</summary>
public class FirstLinesTests
{
    /// <summary>By hand: $11.82 - $4.10 = $7.72 a run, $2,810 a year; 42 and 44 minutes.</summary>
    const string Change = "Change to 2 x r7g.2xlarge + 6 Spot task: ~$4.10 a run instead of $11.82, ~42 min 00 s (9 runs in 10 within "
        + "44 min 00 s). This saves ~$2,810 a year; it is 97 % likely to cost less.";

    static JsonElement Verdict(Action<Stream> write)
    {
        using var document = JsonDocument.Parse(Streamed(write));
        return document.RootElement.GetProperty("verdict").Clone();
    }

    [Fact]
    public void Sizing_SaysTheSameInEveryFormat()
    {
        var sizing = SampleSizing.Change();

        Assert.Equal(Change, Printed(new SizeText(1000).Compose(sizing)).Split('\n')[1]);
        Assert.Contains(Change, Written(o => SizeHtml.Write(sizing, o)), StringComparison.Ordinal);
        Assert.Contains(Change.Replace("~", "\\~", StringComparison.Ordinal), Written(o => SizeMarkdown.Write(sizing, o)),
            StringComparison.Ordinal);
        var verdict = Verdict(s => SizeJson.Write(s, sizing));
        Assert.Equal(Change, verdict.GetProperty("sentence").GetString());
        Assert.Equal("rightsizer size LOG --emit emr-json 1", verdict.GetProperty("paste")[0].GetString());
    }

    [Fact]
    public void TodayWithoutAPrice_TheCheapestIsNamedAndNothingIsSaidToBeSaved()
    {
        var sample = SampleSizing.Change();
        var open = sample with
        {
            Advice = SizingAdvice.Keep,
            Today = sample.Today! with { Usd = null, YearUsd = null },
            Pick = sample.Today,
            SavingUsd = null,
            YearSavingUsd = null,
            SavingProbability = null,
        };

        var lines = Printed(new SizeText(1000).Compose(open)).Split('\n');

        Assert.Equal("Cheapest within 45 min 00 s: 2 x r7g.2xlarge + 6 Spot task: ~$4.10 a run, ~42 min 00 s (9 runs in 10 within "
            + "44 min 00 s). Whether a change saves money is open: today's cost is not known.", lines[1]);
        Assert.DoesNotContain("This saves", string.Join('\n', lines[..4]), StringComparison.Ordinal);
    }

    [Theory]
    // 42 min 00 s against 12 min 30 s of run; the 210 s that its cluster may have taken to start are not held for the change
    [InlineData(StartUpReading.Assumed, 210_000, "; that is 3.4 times as long as today if today's cluster was already up (12 min 30 s).")]
    [InlineData(StartUpReading.Standing, 0, "; that is 3.4 times as long as today (12 min 30 s).")]
    [InlineData(StartUpReading.Own, 210_000, "; that is 2.6 times as long as today (16 min 00 s).")]
    public void ChangeToSomethingSlower_SaysHowMuchSlower(StartUpReading reading, long startUpMs, string words)
    {
        var sample = SampleSizing.Change();
        var slower = sample with
        {
            Today = sample.Today! with
            {
                TimeMs = new TimeBand(740_000 + startUpMs, 750_000 + startUpMs, 760_000 + startUpMs),
                RunMs = 750_000,
                StartUpMs = startUpMs,
                StartUp = reading,
            },
        };

        Assert.Contains(words, Printed(new SizeText(1000).Compose(slower)).Split('\n')[1], StringComparison.Ordinal);
        Assert.DoesNotContain("as long as today", Printed(new SizeText(1000).Compose(sample)), StringComparison.Ordinal);
    }

    /// <summary>Nine of ten runs of today take 47 min.</summary>
    [Theory]
    [InlineData(48, "Keep what you have: no option meets it.")]
    [InlineData(45, "Nothing meets the deadline, and neither does what you have: no option meets it.")]
    public void NothingThatFits_IsAReasonToKeep_WhereTodaysTimeFits(int minutes, string sentence)
    {
        var kept = SampleSizing.Change() with
        {
            Advice = SizingAdvice.Keep,
            BestRank = null,
            Reason = "no option meets it",
            DeadlineGiven = true,
            DeadlineMs = minutes * 60_000,
        };

        Assert.Equal(sentence, Printed(new SizeText(1000).Compose(kept)).Split('\n')[1]);
    }

    [Theory]
    [InlineData(0.4, "under $1")]
    [InlineData(8.24, "~$8")]
    [InlineData(315.84, "~$316")]
    [InlineData(2814.2, "~$2,810")]
    [InlineData(-63098.4, "-~$63,100")]
    public void AYear_IsRoundedToWhatIsKnown(double usd, string text) => Assert.Equal(text, Quantity.UsdAYear((decimal)usd));

    [Theory]
    [InlineData("/logs/app-1.zstd", "/logs/app-1.zstd")]
    [InlineData("/logs/nightly orders", "'/logs/nightly orders'")]
    [InlineData("a'b;rm -rf $HOME", "'a'\\''b;rm -rf $HOME'")]
    [InlineData("", "''")]
    public void PathInALineToPaste_IsOneWordForTheShell(string path, string word) => Assert.Equal(word, PlainText.ShellWord(path));
}
