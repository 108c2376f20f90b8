using System.Diagnostics;

namespace Rightsizer.Cli.Tests;

public class CompletionTests
{
    [Theory]
    [InlineData("rightsizer diag", "diagnose")]
    [InlineData("rightsizer diagnose --what", "--what-if")]
    [InlineData("rightsizer diagnose x --fail-on c", "critical")]
    [InlineData("rightsizer explain spe", "speculation")]
    [InlineData("rightsizer completion f", "fish")]
    public void Suggest_NamesWhatMayStandAtTheCursor(string line, string only)
    {
        var run = CliRun.Of($"[suggest:{line.Length}]", line);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([only], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>The script runs in the shell that it is for, and asks this build.</summary>
    [Theory]
    [InlineData("rightsizer dia", "diagnose")]
    [InlineData("rightsizer diagnose --what", "--what-if")]
    [InlineData("rightsizer explain spe", "speculation")]
    [InlineData("rightsizer completion ", "bash fish zsh")]
    [InlineData("rightsizer diagnose ", "")]
    public void Bash_CompletesWithTheScript(string line, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs bash");
        const string Ask = """
            rightsizer() { dotnet "$CLI" "$@"; }
            eval "$(rightsizer completion bash)"
            COMP_LINE=$1 COMP_POINT=${#1}; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            _rightsizer
            echo "${COMPREPLY[*]}"
            """;
        var start = new ProcessStartInfo("bash", ["-c", Ask, "bash", line, .. line.Split(' ')]) { RedirectStandardOutput = true };
        start.Environment["CLI"] = typeof(RightsizerCli).Assembly.Location;
        using var bash = Process.Start(start)!;

        Assert.Equal(expected, bash.StandardOutput.ReadToEnd().Trim());
    }

    [Fact]
    public void UnknownShell_OneLineAndExit2()
    {
        var run = CliRun.Of("completion", "tcsh");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("error: no completion for tcsh; it can be had for bash, zsh, fish" + Environment.NewLine, run.Error);
    }
}
