using System.Diagnostics;
using System.Text.RegularExpressions;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Tests;

public partial class ManPageTests
{
    static readonly string Page = CliRun.Of("man").Output;

    static string Plain => Page.Replace(@"\fB", "", StringComparison.Ordinal).Replace(@"\fI", "", StringComparison.Ordinal)
        .Replace(@"\fR", "", StringComparison.Ordinal).Replace(@"\-", "-", StringComparison.Ordinal);

    /// <summary>Every name that any help prints, as a reader of the help finds it.</summary>
    [Theory]
    [InlineData("diagnose")]
    [InlineData("prices", "quote")]
    [InlineData("completion")]
    public void EveryOptionOfTheHelp_IsInThePage(params string[] command)
    {
        var help = CliRun.Of([.. command, "--help"]).Output;
        // an option that a command hands down to its inner ones is described once, with the command
        var section = Plain[Plain.IndexOf($".SS {command[0]}", StringComparison.Ordinal)..];
        var names = OptionName().Matches(help[help.IndexOf("Options:", StringComparison.Ordinal)..]).Select(m => m.Value.Trim())
            .Where(n => n != "--verbose").ToList();

        Assert.All(names, n => Assert.Matches($@"(?m)^(-h, )?{Regex.Escape(n)}\b", section));
        Assert.NotEmpty(names);
    }

    [Fact]
    public void EveryCommandOfTheHelp_IsInThePage()
    {
        var help = CliRun.Of("--help").Output;
        var commands = CommandName().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..])
            .Select(m => m.Groups["name"].Value).ToList();

        Assert.Contains("diagnose", commands);
        Assert.All(commands, c => Assert.Contains($"\n.SS {c}", Plain, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryExitCode_IsInThePage() =>
        Assert.All(Enum.GetValues<ExitCode>(), c => Assert.Contains($"\n.TP\n{(int)c}\n", Plain, StringComparison.Ordinal));

    [Fact]
    public void Groff_HasNothingToSay()
    {
        using var groff = Start("groff");
        Assert.SkipWhen(groff is null, "groff is not installed");
        groff.StandardInput.Write(Page);
        groff.StandardInput.Close();
        var page = groff.StandardOutput.ReadToEnd();

        Assert.Equal("", groff.StandardError.ReadToEnd());
        Assert.Contains("--what-if EXECUTORS", page, StringComparison.Ordinal);
    }

    static Process? Start(string program)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(
                program, ["-man", "-Tascii", "-wall", "-P", "-cbou"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?m)(?<=^  |, )--[a-z-]+")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"(?m)^  (?<name>[a-z]+)\b")]
    private static partial Regex CommandName();
}
