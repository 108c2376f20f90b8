using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Rightsizer.Reports.Html;

/// <summary>
/// HTML that is known to be HTML. Made from an interpolated string, whose holes are escaped unless they are markup themselves.
/// </summary>
public readonly struct Markup
{
    readonly string? html;

    Markup(string html) => this.html = html;

    public static Markup Empty => default;

    /// <summary>Escapes every hole of <paramref name="html"/> that is not itself markup.</summary>
    public static Markup Html(Handler html) => new(html.ToString());

    /// <summary>Text without any markup.</summary>
    public static Markup Text(string? text) => new(HtmlText.Encode(text));

    /// <summary>Our own templates and nothing else.</summary>
    internal static Markup Trusted(string html) => new(html);

    public static Markup Join(IEnumerable<Markup> parts, string separator = "") => new(string.Join(HtmlText.Encode(separator), parts));

    public override string ToString() => html ?? "";

    [InterpolatedStringHandler]
    public readonly struct Handler
    {
        readonly StringBuilder html;

        public Handler(int literalLength, int formattedCount) => html = new StringBuilder(literalLength + formattedCount * 16);

        public void AppendLiteral(string literal) => html.Append(literal);

        public void AppendFormatted(Markup markup) => html.Append(markup.ToString());

        public void AppendFormatted(string? text) => html.Append(HtmlText.Encode(text));

        public void AppendFormatted(long number) => html.Append(number.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(decimal number) => html.Append(number.ToString(CultureInfo.InvariantCulture));

        /// <summary>Four places: coordinates and raw values to sort by.</summary>
        public void AppendFormatted(double number) => html.Append(number.ToString("0.####", CultureInfo.InvariantCulture));

        public override string ToString() => html.ToString();
    }
}
