using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>The run with more input: time, cost, what breaks first, and how much of the work grows.</summary>
static class HeadroomLines
{
    public static void Add(TextPage page, HeadroomAnswer headroom)
    {
        if (headroom.Refused is { } why)
        {
            page.Paragraph($"More input was not simulated: {PlainText.OneLine(why)}.", 0, "", TextStyle.Dim);
            return;
        }
        foreach (var point in headroom.Points) page.Paragraph(PlainText.OneLine(HeadroomWords.Point(point, headroom)), 0, "");
        page.Paragraph(PlainText.OneLine(HeadroomWords.First(headroom)), 2, "", TextStyle.Dim);
        page.Paragraph(PlainText.OneLine(HeadroomWords.Growth(headroom)), 2, "", TextStyle.Dim);
    }
}
