using Rightsizer.Reports.Charts;

namespace Rightsizer.Reports.Html;

/// <summary>The colours of a page beside those of its charts.</summary>
public static class PageColors
{
    public const string LightPaper = "#fbfaf7", DarkPaper = "#14171a", LightLink = "#1d5f94", DarkLink = "#7dbdf0",
        LightEdge = "#8b8678", DarkEdge = "#78828b", LightLine = "#dedbd3", DarkLine = "#3a4249";

    internal const string Light = $"--bg:{LightPaper};--card:{ChartPalette.LightGround};"
        + $"--soft:{ChartPalette.LightSoft};--line:{LightLine};--edge:{LightEdge};--link:{LightLink};";

    internal const string Dark = $"--bg:{DarkPaper};--card:{ChartPalette.DarkGround};"
        + $"--soft:{ChartPalette.DarkSoft};--line:{DarkLine};--edge:{DarkEdge};--link:{DarkLink};";
}
