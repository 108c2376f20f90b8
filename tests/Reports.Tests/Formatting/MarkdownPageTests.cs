using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Tests.Formatting;

/// <summary>The pages of <c>explain</c> fit a terminal.</summary>
public class MarkdownPageTests
{
    public static TheoryData<int> Widths => [100, 80, 60];

    [Theory]
    [MemberData(nameof(Widths))]
    public void EveryPageOfExplain_FitsTheWidth_AndLosesNoWord(int width)
    {
        foreach (var page in Explanations.All)
        {
            var text = new TextPage(width);
            MarkdownPage.Add(text, page.Page);
            var lines = text.Lines.Select(l => string.Concat(l.Select(s => s.Text))).ToList();

            // code and what has no blank is whole
            Assert.All(
                lines.Where(l => l.Trim().Contains(' ', StringComparison.Ordinal) && !l.StartsWith("    ", StringComparison.Ordinal)),
                l => Assert.True(TextColumns.Width(l.TrimEnd()) <= width, $"{page.Id}: {l}"));
            Assert.Equal(Words(page.Page), Words(string.Join('\n', lines)));
        }
    }

    /// <summary>Letters and digits in order, without what is only markup.</summary>
    static string Words(string text) => string.Concat(text.Split('\n').Where(l => !l.StartsWith("```", StringComparison.Ordinal))
        .SelectMany(l => l).Where(char.IsLetterOrDigit));
}
