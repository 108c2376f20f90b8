using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Cli.Settings;
using Rightsizer.EventLogParser;
using Rightsizer.Reports;
using Rightsizer.Reports.Formatting;

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

    public static Command Create()
    {
        var command = new Command(
            "explain", "Explains a kind of finding: what it means, how it is found, what to do, and when it is wrong.") { What };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(parsed.GetValue(What) is { } what ? PageOf(what) : List()));
        return command;
    }

    /// <summary>Every kind with its id, its title and the first thing to do, by what it is about.</summary>
    static string List()
    {
        var (kinds, text) = (DetectorCatalog.Descriptors, new StringBuilder());
        var (kindColumns, titleColumns) = (kinds.Max(k => k.Kind.Length), kinds.Max(k => k.Title.Length));
        foreach (var group in kinds.GroupBy(k => k.Category).OrderBy(g => g.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"{group.Key}\n");
            foreach (var k in group)
                text.Append(CultureInfo.InvariantCulture,
                    $"  {k.Id}  {k.Kind.PadRight(kindColumns)}  {k.Title.PadRight(titleColumns)}  {k.Remedy.Action}\n");
        }
        return text.Append($"\nSeverity: {DetectorCatalog.SeverityRule}\n\n"
            + "rightsizer explain KIND shows how a finding is made, its thresholds, and when it is wrong. "
            + $"{ProjectFile.Name} turns kinds off.\n").ToString();
    }

    static string PageOf(string what) => Explanations.Find(what)?.Page
        ?? throw new RightsizerException(ExitCode.BadArguments,
            $"nothing is known of {PlainText.Short(what, 60)}; known kinds: "
                + $"{string.Join(", ", Explanations.All.Select(e => e.Kind).Order(StringComparer.Ordinal))}");
}
