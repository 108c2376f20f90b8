using System.Reflection;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html;

/// <summary>The last lines of a page: with what it was made, from what, and of which date its prices are.</summary>
static class HtmlFooter
{
    /// <param name="command">That makes the page again.</param>
    /// <param name="dates">Of the logs and of the prices.</param>
    public static Markup Render(string command, string dates) =>
        Markup.Html($"<p>Rightsizer {Version} · <code>{PlainText.Short(command, 200)}</code></p>\n<p>{PlainText.OneLine(dates)}</p>\n");

    /// <summary>Without the mark of the commit.</summary>
    static string Version { get; } =
        (typeof(HtmlFooter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+')[0];
}
