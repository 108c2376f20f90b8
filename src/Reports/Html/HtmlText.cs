using System.Text;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html;

/// <summary>Text as HTML that shows it, in an element or in a quoted attribute.</summary>
public static class HtmlText
{
    public static string Encode(string? text)
    {
        var clean = PlainText.Lines(text);
        if (clean.AsSpan().IndexOfAny("&<>\"'") < 0) return clean;
        var encoded = new StringBuilder(clean.Length + 32);
        foreach (var c in clean)
        {
            encoded.Append(
                c switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '\'' => "&#39;", _ => null } ?? c.ToString());
        }
        return encoded.ToString();
    }
}
