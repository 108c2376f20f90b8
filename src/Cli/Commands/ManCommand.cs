using System.CommandLine;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer man</c>: the manual page, made from what <c>--help</c> knows.</summary>
static class ManCommand
{
    public static Command Create(RootCommand root)
    {
        var command = new Command("man", "Prints the manual page: rightsizer man | man -l -");
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(ManPage.Write(root)));
        return command;
    }
}
