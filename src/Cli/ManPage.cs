using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace Rightsizer.Cli;

/// <summary>rightsizer(1) in man's own markup, made from the same descriptions as <c>--help</c>.</summary>
static class ManPage
{
    static readonly (string Code, string Meaning)[] ExitStatus =
    [
        ("0", "Report written, with or without findings; an unfinished log is reported, not failed."),
        ("1", "Unexpected failure, our bug."),
        ("2", "Bad arguments or configuration; a file that cannot be written."),
        ("3", "Input missing, unreadable, or in a codec that is not supported."),
        ("4", "Not a Spark event log, or nothing usable in it."),
        ("5", "A needed price is missing and --require-prices was given."),
        ("10", "A gate was missed."),
        ("130", "Cancelled."),
    ];

    public static string Write(RootCommand root)
    {
        var page = new StringBuilder();
        Line(page, $".TH RIGHTSIZER 1 \"\" \"rightsizer {Escape(ProductVersion.Number)}\"");
        Line(page, ".SH NAME");
        Line(page, @"rightsizer \- shows what was slow in Spark runs, what it cost and what to change");
        Line(page, ".SH SYNOPSIS");
        Line(page, @".B rightsizer");
        Line(page, @"\fICOMMAND\fR [\fIOPTIONS\fR]");
        Line(page, ".SH DESCRIPTION");
        Line(page, Text(root.Description));
        Line(page, ".SH COMMANDS");
        foreach (var command in Shown(root.Subcommands)) Describe(page, command, command.Name);
        Line(page, ".SH OPTIONS OF EVERY COMMAND");
        foreach (var option in Shown(root.Options)) Describe(page, option);
        Line(page, ".SH EXAMPLES");
        Line(page, ".nf");
        foreach (var example in ExampleHelp.All) Line(page, Text(example));
        Line(page, ".fi");
        Line(page, ".SH EXIT STATUS");
        foreach (var (code, meaning) in ExitStatus) Tagged(page, $"\\fB{code}\\fR", meaning);
        return page.ToString();
    }

    static void Describe(StringBuilder page, Command command, string path)
    {
        var arguments = string.Concat(command.Arguments.Where(a => !a.Hidden).Select(a => $" \\fI{Escape(a.Name)}\\fR"));
        Line(page, $".SS \\fB{Escape(path)}\\fR{arguments}");
        Line(page, Text(command.Description));
        foreach (var argument in command.Arguments.Where(a => !a.Hidden))
            Tagged(page, $"\\fI{Escape(argument.Name)}\\fR", argument.Description);
        foreach (var option in Shown(command.Options)) Describe(page, option);
        foreach (var inner in Shown(command.Subcommands)) Describe(page, inner, $"{path} {inner.Name}");
    }

    static void Describe(StringBuilder page, Option option)
    {
        var names = option is HelpOption ? "-h, --help" : option.Name;
        var value = option.HelpName is { } v ? $" \\fI{Escape(v)}\\fR" : "";
        Tagged(page, $"\\fB{Escape(names)}\\fR{value}", option.Description);
    }

    static void Tagged(StringBuilder page, string tag, string? text)
    {
        Line(page, ".TP");
        Line(page, tag);
        Line(page, Text(text));
    }

    static void Line(StringBuilder page, string line) => page.Append(line).Append('\n');

    static IEnumerable<T> Shown<T>(IEnumerable<T> symbols) where T : Symbol => symbols.Where(s => !s.Hidden);

    /// <summary>A line that begins with a dot or a quote would be a request to man.</summary>
    static string Text(string? text) => text is ['.' or '\'', ..] ? @"\&" + Escape(text) : Escape(text ?? "");

    static string Escape(string text) => text.Replace(@"\", @"\e", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal);
}
