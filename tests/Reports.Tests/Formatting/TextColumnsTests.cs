using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Tests.Formatting;

public class TextColumnsTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("\u65E5\u672C", 4)]
    [InlineData("\U0001F680", 2)]
    [InlineData("e\u0301", 1)]
    public void Width_CountsColumnsNotLetters(string text, int columns) => Assert.Equal(columns, TextColumns.Width(text));

    [Fact]
    public void Wrap_BreaksAtBlanks() => Assert.Equal(["one two", "three"], TextColumns.Wrap("one two three", 8));

    [Fact]
    public void Wrap_OfALongWord_BreaksItAndLosesNothing() => Assert.Equal(["a", "bcdef", "gh i"], TextColumns.Wrap("a bcdefgh i", 5));

    [Fact]
    public void Cut_NeverSplitsALetter() => Assert.Equal("ae\u0301", TextColumns.Cut("ae\u0301\U0001F680", 3));

    [Fact]
    public void Short_MarksWhatIsCut() => Assert.Equal("abc…", PlainText.Short("abcdef", 4));

    /// <summary>One word of a million letters is wrapped in as many steps, not in as many times a million.</summary>
    [Fact]
    public void Wrap_OfOneLongWord_IsLinear()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var lines = TextColumns.Wrap(new string('x', 1_000_000), 80).ToList();

        Assert.Equal(12_500, lines.Count);
        Assert.All(lines, l => Assert.Equal(80, l.Length));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }
}
