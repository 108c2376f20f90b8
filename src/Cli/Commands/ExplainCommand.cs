using System.CommandLine;
using System.CommandLine.Completions;
using Rightsizer.EventLogParser;
using Rightsizer.Reports;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer explain KIND</c>: the page of a detector.</summary>
static class ExplainCommand
{
    static readonly Argument<string> What = new(
        "KIND")
    { Description = "Kind or id of a finding, such as skew or RSZ001.", HelpName = "KIND" };

    static ExplainCommand() => What.CompletionSources.Add(_ => Explanations.All.Select(e => new CompletionItem(e.Kind)));

    public static Command Create()
    {
        var command = new Command(
            "explain", "Explains a kind of finding: what it means, how it is found, what to do, and when it is wrong.") { What };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(PageOf(parsed.GetRequiredValue(What))));
        return command;
    }

    static string PageOf(string what) => Explanations.Find(what)?.Page
        ?? throw new RightsizerException(ExitCode.BadArguments,
            $"nothing is known of {PlainText.Short(what, 60)}; known kinds: "
                + $"{string.Join(", ", Explanations.All.Select(e => e.Kind).Order(StringComparer.Ordinal))}");
}
