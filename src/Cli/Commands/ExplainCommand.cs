using System.CommandLine;
using System.CommandLine.Completions;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Cli.Settings;
using Rightsizer.EventLogParser;
using Rightsizer.Reports;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer explain [KIND]</c>: the page of a detector, or the list of all.</summary>
static class ExplainCommand
{
    static readonly Argument<string?> What = new(
        "KIND")
    {
        Description = "Kind or id of a finding, such as skew or RSZ001. Without it all kinds are listed.",
        HelpName = "KIND",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static ExplainCommand() => What.CompletionSources.Add(_ => Explanations.All.Select(e => new CompletionItem(e.Kind)));

    /// <summary>Columns of text that goes to a file or a pipe; prose is read best in less than a table needs.</summary>
    const int PipedColumns = 100;

    public static Command Create(CliContext context)
    {
        var command = new Command(
            "explain", "Explains a kind of finding: what it means, how it is found, what to do, and when it is wrong.") { What };
        command.SetAction(parsed =>
        {
            var page = new TextPage(context.OutputIsTerminal ? context.OutputWidth : PipedColumns);
            if (parsed.GetValue(What) is { } what) MarkdownPage.Add(page, PageOf(what));
            else List(page);
            page.WriteTo(parsed.InvocationConfiguration.Output);
        });
        return command;
    }

    /// <summary>Every kind with its id, its title and the first thing to do, by what it is about.</summary>
    static void List(TextPage page)
    {
        var kinds = DetectorCatalog.Descriptors;
        var kindColumns = kinds.Max(k => k.Kind.Length);
        foreach (var group in kinds.GroupBy(k => k.Category).OrderBy(g => g.Key))
        {
            page.Line(group.Key.ToString(), TextStyle.Heading);
            foreach (var k in group)
            {
                var lead = $"  {k.Id}  {k.Kind.PadRight(kindColumns)}  ";
                page.Paragraph($"{k.Title}. {k.Remedy.Action}", lead.Length, lead);
            }
        }
        page.Blank();
        page.Paragraph($"Severity: {DetectorCatalog.SeverityRule}", 0);
        page.Blank();
        page.Paragraph("rightsizer explain KIND shows how a finding is made, its thresholds, and when it is wrong. "
            + $"{ProjectFile.Name} turns kinds off.", 0);
    }

    static string PageOf(string what) => Explanations.Find(what)?.Page
        ?? throw new RightsizerException(ExitCode.BadArguments,
            $"nothing is known of {PlainText.Short(what, 60)}; known kinds: "
                + $"{string.Join(", ", Explanations.All.Select(e => e.Kind).Order(StringComparer.Ordinal))}");
}
