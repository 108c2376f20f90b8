using System.Diagnostics;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>
/// The script of the GitHub Action, with the real program and a stand-in for <c>gh</c> that writes down what it is asked.
/// </summary>
public sealed class ActionTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-action").FullName;

    public ActionTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script is for bash");
        Directory.CreateDirectory(In("bin"));
        Tool("rightsizer", $"exec dotnet '{typeof(RightsizerCli).Assembly.Location}' \"$@\"");
        Tool("gh", $"""
            case "$*" in
                *--jq*) [ ! -f '{In("known")}' ] || cat '{In("known")}' ;;
                *) echo "$*" >> '{In("asked")}'; cat "$RUNNER_TEMP/rightsizer-report/comment.md" > '{In("posted")}' ;;
            esac
            """);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void MissedGate_IsPostedAndLeftForTheLastStep()
    {
        var outputs = Run(("INPUT_ARGUMENTS", "--fail-on warning"), ("PULL_REQUEST", "7"), ("INPUT_SARIF", "true"));
        Assert.Equal("10", outputs["exit-code"]);
        Assert.StartsWith("{", File.ReadAllText(outputs["sarif"]), StringComparison.Ordinal);
        Assert.StartsWith("api --method POST repos/o/r/issues/7/comments ", File.ReadAllText(In("asked")), StringComparison.Ordinal);
        var posted = File.ReadAllText(In("posted"));
        Assert.StartsWith("<!-- rightsizer -->\n", posted, StringComparison.Ordinal);
        Assert.DoesNotContain("skewed_join", posted, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(outputs["report"]), File.ReadAllText(In("summary")));
    }

    [Fact]
    public void CommentOfAnEarlierRun_IsReplaced()
    {
        File.WriteAllText(In("known"), "42\n");
        Assert.Equal("0", Run(("PULL_REQUEST", "7"))["exit-code"]);
        Assert.StartsWith("api --method PATCH repos/o/r/issues/comments/42 ", File.ReadAllText(In("asked")), StringComparison.Ordinal);
    }

    [Fact]
    public void OutsideOfAPullRequest_NothingIsPosted()
    {
        Run(("PULL_REQUEST", ""));
        Assert.False(File.Exists(In("asked")));
    }

    [Fact]
    public void MissingLog_LeavesItsExitCodeAndNoReport()
    {
        Assert.Equal("3", Run(("INPUT_SOURCE", In("none")), ("PULL_REQUEST", "7"))["exit-code"]);
        Assert.False(File.Exists(In("asked")));
    }

    string In(string name) => Path.Combine(folder, name);

    void Tool(string name, string body)
    {
        var path = Path.Combine(In("bin"), name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    Dictionary<string, string> Run(params (string Name, string Value)[] given)
    {
        var start = new ProcessStartInfo("bash",
            [Path.Combine(SharedFolder.RepositoryRoot, "deploy", "action", "run.sh")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[
            ("PATH", In("bin") + ":" + Environment.GetEnvironmentVariable("PATH")), ("RUNNER_TEMP", folder),
                ("GITHUB_OUTPUT", In("outputs")), ("GITHUB_STEP_SUMMARY", In("summary")),
            ("GITHUB_REPOSITORY", "o/r"), ("INPUT_COMMAND", "diagnose"), ("INPUT_ARGUMENTS", ""), ("INPUT_REDACT", "true"),
                ("INPUT_COMMENT", "true"), ("INPUT_SARIF", "false"),
            ("INPUT_SOURCE", Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd")), .. given])
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return File.ReadLines(In("outputs")).Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l[1]);
    }
}
