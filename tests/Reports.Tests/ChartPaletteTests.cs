using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Html;

namespace Rightsizer.Reports.Tests;

/// <summary>Contrast as WCAG 2.2 asks for it: 3:1 for what is drawn, 4.5:1 for what is read.</summary>
public class ChartPaletteTests
{
    public static TheoryData<Hue> Hues => [.. Enum.GetValues<Hue>()];

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#777777", "#ffffff", 4.48)] // WebAIM's contrast checker
    [InlineData("#ff0000", "#ffffff", 4.0)]
    public void Contrast_IsThatOfWcag(string one, string other, double expected) =>
        Assert.Equal(expected, ChartPalette.Contrast(one, other), 0.005 * expected);

    /// <summary>Neighbours are parted by a line of the ground's colour: so a fill must stand out from that.</summary>
    [Theory]
    [MemberData(nameof(Hues))]
    public void Fill_StandsOutFromTheLineBesideIt_AndTextInIt(Hue hue)
    {
        Assert.InRange(ChartPalette.Contrast(ChartPalette.Light(hue), ChartPalette.LightGround), 3, 21);
        Assert.InRange(ChartPalette.Contrast(ChartPalette.Dark(hue), ChartPalette.DarkGround), 3, 21);
        Assert.InRange(ChartPalette.Contrast(ChartPalette.Light(hue), ChartPalette.LightInside), 4.5, 21);
        Assert.InRange(ChartPalette.Contrast(ChartPalette.Dark(hue), ChartPalette.DarkInside), 4.5, 21);
    }

    [Fact]
    public void Text_StandsOutFromEveryGround()
    {
        (string Text, string Ground)[] pairs =
        [
            (ChartPalette.LightInk, ChartPalette.LightGround), (ChartPalette.LightSoft, ChartPalette.LightGround),
            (ChartPalette.LightSoft, PageColors.LightPaper), (PageColors.LightLink, PageColors.LightPaper),
            (ChartPalette.DarkInk, ChartPalette.DarkGround), (ChartPalette.DarkSoft, ChartPalette.DarkGround),
            (ChartPalette.DarkSoft, PageColors.DarkPaper), (PageColors.DarkLink, ChartPalette.DarkGround),
        ];
        foreach (var (text, ground) in pairs) Assert.InRange(ChartPalette.Contrast(text, ground), 4.5, 21);
        Assert.InRange(ChartPalette.Contrast(PageColors.LightEdge, ChartPalette.LightGround), 3, 21);
        Assert.InRange(ChartPalette.Contrast(PageColors.DarkEdge, ChartPalette.DarkGround), 3, 21);
    }
}
