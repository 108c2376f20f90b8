using System.CommandLine;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer explain KIND</c>: the page of a detector, from the documentation built into the program.</summary>
static class ExplainCommand
{
    const string Prefix = "detectors/";

    static readonly Argument<string> What = new("KIND") { Description = "A finding's kind or id, such as skew or RSZ001." };

    public static Command Create()
    {
        var command = new Command("explain", "Explains a kind of finding: what it means, how it is found, what to do, when it is wrong.") { What };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(Find(parsed.GetRequiredValue(What))));
        return command;
    }

    static string Find(string what)
    {
        var pages = Pages();
        foreach (var page in pages)
        {
            if (page.Id.Equals(what, StringComparison.OrdinalIgnoreCase) || KindOf(page.Text).Equals(what, StringComparison.OrdinalIgnoreCase)) return page.Text;
        }
        var known = string.Join(", ", pages.Select(p => KindOf(p.Text)).Where(k => k.Length > 0).Order(StringComparer.Ordinal));
        throw new RightsizerException(ExitCode.BadArguments, $"nothing is known of {PlainText.Short(what, 60)}; known kinds: {known}");
    }

    static List<(string Id, string Text)> Pages()
    {
        var assembly = typeof(ExplainCommand).Assembly;
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => (n[Prefix.Length..^".md".Length], new StreamReader(assembly.GetManifestResourceStream(n)!).ReadToEnd())).ToList();
    }

    /// <summary>The kind that a page's first line names in backquotes: <c># RSZ001 `skew`: ...</c></summary>
    static string KindOf(string page)
    {
        var parts = page.Split('\n', 2)[0].Split('`');
        return parts.Length > 1 ? parts[1] : "";
    }
}
