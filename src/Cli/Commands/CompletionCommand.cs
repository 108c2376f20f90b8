using System.CommandLine;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer completion SHELL</c>: the script that makes a shell ask this program what may stand at the cursor.</summary>
static class CompletionCommand
{
    static readonly string[] Shells = ["bash", "zsh", "fish"];

    static readonly Argument<string> Shell = new("SHELL") { Description = "bash, zsh or fish.", HelpName = "SHELL" };

    static CompletionCommand() => Shell.CompletionSources.Add(Shells);

    public static Command Create()
    {
        var command = new Command("completion", "Prints the completion script for a shell.") { Shell };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(ScriptOf(parsed.GetRequiredValue(Shell))));
        return command;
    }

    static string ScriptOf(string shell)
    {
        if (!Shells.Contains(shell))
            throw new RightsizerException(
                ExitCode.BadArguments, $"no completion for {PlainText.Short(shell, 60)}; it can be had for {string.Join(", ", Shells)}");
        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream("rightsizer." + shell)!);
        return script.ReadToEnd();
    }
}
