using System.Text.RegularExpressions;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>
/// The script of the GitHub Action, with the real program and a stand-in for <c>gh</c> that writes down what it is asked.
/// </summary>
public sealed partial class ActionTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-action").FullName;

    public ActionTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script is for bash");
        BashScript.StandIn(In("bin"), "rightsizer", $"exec dotnet '{typeof(RightsizerCli).Assembly.Location}' \"$@\"");
        BashScript.StandIn(In("bin"), "gh", $$"""
            case "$*" in
                *--jq*) [ ! -f '{{In("known")}}' ] || cat '{{In("known")}}' ;;
                *) echo "$*" >> '{{In("asked")}}'; asked="$*"; cat "${asked#*body=@}" > '{{In("posted")}}' ;;
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
        Assert.Matches(@"^<!-- rightsizer \d+ -->\n", posted);
        Assert.DoesNotContain(@"skewed\_join", posted, StringComparison.Ordinal);
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

    /// <summary>A block of YAML has its options on several lines.</summary>
    [Theory]
    [InlineData("--usd-per-hour 2\n--fail-on warning\n")]
    [InlineData("\n  --usd-per-hour\t2\r\n\n--fail-on warning")]
    public void OptionsOnSeveralLines_AllCount(string arguments) =>
        Assert.Equal("10", Run(("INPUT_ARGUMENTS", arguments))["exit-code"]);

    [Theory]
    [InlineData("True", true)]
    [InlineData("TRUE", true)]
    [InlineData("False", false)]
    public void NamesAreShown_OnlyWhereRedactIsFalse(string redact, bool hidden)
    {
        Run(("INPUT_REDACT", redact), ("INPUT_COMMENT", "True"), ("PULL_REQUEST", "7"));
        Assert.Equal(hidden, !File.ReadAllText(In("posted")).Contains(@"skewed\_join", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("FALSE")]
    public void WhatIsTurnedOff_IsNotDone(string off)
    {
        var outputs = Run(("INPUT_COMMENT", off), ("INPUT_SARIF", off), ("PULL_REQUEST", "7"));
        Assert.False(File.Exists(In("asked")));
        Assert.DoesNotContain("sarif", outputs.Keys);
    }

    /// <summary>A word that is not understood must not turn something off without a word.</summary>
    [Theory]
    [InlineData("INPUT_REDACT", "yes", "redact is 'yes', it must be true or false")]
    [InlineData("INPUT_REDACT", "", "redact is '', it must be true or false")]
    [InlineData("INPUT_COMMENT", "on", "comment is 'on', it must be true or false")]
    [InlineData("INPUT_SARIF", "1", "sarif is '1', it must be true or false")]
    [InlineData("INPUT_COMMAND", "size", "command is 'size', it must be diagnose or report")]
    [InlineData("INPUT_SOURCE", "", "source is empty, it must be a log, a folder, s3://BUCKET/KEY or an address")]
    public void OtherWord_IsRefusedBeforeTheLogIsRead(string input, string value, string error)
    {
        var (code, said) = Start((input, value), ("PULL_REQUEST", "7"));
        Assert.Equal(2, code);
        Assert.Equal($"::error::{error}\n", said);
        Assert.False(File.Exists(In("outputs")));
    }

    [Fact]
    public void MissingLog_LeavesItsExitCodeAndNoReport()
    {
        Assert.Equal("3", Run(("INPUT_SOURCE", In("none")), ("PULL_REQUEST", "7"))["exit-code"]);
        Assert.False(File.Exists(In("asked")));
    }

    [Fact]
    public void MissingLogAfterAnotherUse_ShowsNoReportOfTheOtherUse()
    {
        var first = Run(("PULL_REQUEST", "7"), ("INPUT_SARIF", "true"));
        var (summary, asked) = (File.ReadAllText(In("summary")), File.ReadAllText(In("asked")));
        File.Delete(In("outputs"));
        var second = Run(("INPUT_SOURCE", In("none")), ("PULL_REQUEST", "7"), ("INPUT_SARIF", "true"));
        Assert.Equal([KeyValuePair.Create("exit-code", "3")], second);
        Assert.Equal(summary, File.ReadAllText(In("summary")));
        Assert.Equal(asked, File.ReadAllText(In("asked")));
        // the first use's outputs may be read by a later step
        Assert.Equal(summary, File.ReadAllText(first["report"]));
    }

    /// <summary>Help is no report: a gate beside it would not be looked at.</summary>
    [Fact]
    public void SuccessWithoutAReport_Fails() => Assert.Equal("1", Run(("INPUT_ARGUMENTS", "--help"))["exit-code"]);

    [Fact]
    public void EachUseHasACommentOfItsOwn_AndTheSameInTheNextRun()
    {
        var (first, second) = (Mark(), Mark());
        Assert.NotEqual(first, second);
        // the folder is emptied before each job
        File.Delete(In("rightsizer-uses"));
        Assert.Equal((first, second), (Mark(), Mark()));
        File.Delete(In("rightsizer-uses"));
        Assert.DoesNotContain(Mark(("GITHUB_JOB", "other")), new[] { first, second });
        File.Delete(In("rightsizer-uses"));
        Assert.DoesNotContain(Mark(("JOB_INDEX", "1")), new[] { first, second });
    }

    [Fact]
    public void CommentId_NamesTheCommentWhicheverUseItIs()
    {
        var first = Mark(("INPUT_COMMENT_ID", "nightly --> run"));
        Assert.Equal(first, Mark(("INPUT_COMMENT_ID", "nightly --> run")));
        Assert.NotEqual(first, Mark(("INPUT_COMMENT_ID", "weekly")));
        Assert.Matches(@"^<!-- rightsizer \d+ -->$", first);
    }

    /// <summary>The script reads only what the action hands to it, and the action hands over each of its inputs.</summary>
    [Fact]
    public void InputsOfTheAction_AreThoseOfItsScripts()
    {
        var action = File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "action.yml"));
        var scripts = string.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(Script)!).Select(File.ReadAllText));
        var declared = Between(action, "inputs:\n", "outputs:\n").Split('\n').Where(l => DeclaredInput().IsMatch(l))
            .Select(l => l.Trim(' ', ':')).Order().ToList();
        Assert.NotEmpty(declared);
        Assert.Equal(declared, UsedInput().Matches(action).Select(m => m.Groups[1].Value).Distinct().Order());
        Assert.Equal(HandedOver().Matches(action).Select(m => m.Value).Distinct().Order(),
            HandedOver().Matches(scripts).Select(m => m.Value).Distinct().Order());
    }

    static string Script => Path.Combine(SharedFolder.RepositoryRoot, "deploy", "action", "run.sh");

    static string Between(string text, string start, string end) => text[text.IndexOf(start, StringComparison.Ordinal)..text
        .IndexOf(end, StringComparison.Ordinal)];

    string Mark(params (string Name, string Value)[] given)
    {
        File.Delete(In("outputs"));
        Run([("PULL_REQUEST", "7"), .. given]);
        return File.ReadLines(In("posted")).First();
    }

    string In(string name) => Path.Combine(folder, name);

    Dictionary<string, string> Run(params (string Name, string Value)[] given)
    {
        var (code, said) = Start(given);
        Assert.True(code == 0, said);
        return File.ReadLines(In("outputs")).Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l[1]);
    }

    (int ExitCode, string Said) Start(params (string Name, string Value)[] given) => BashScript.Run(In("bin"), "bash", [Script],
        [("RUNNER_TEMP", folder), ("GITHUB_OUTPUT", In("outputs")), ("GITHUB_STEP_SUMMARY", In("summary")), ("GITHUB_REPOSITORY", "o/r"),
            ("GITHUB_WORKFLOW", "w"), ("GITHUB_JOB", "j"), ("JOB_INDEX", "0"), ("PULL_REQUEST", ""),
            ("INPUT_COMMAND", "diagnose"), ("INPUT_ARGUMENTS", ""), ("INPUT_REDACT", "true"),
            ("INPUT_COMMENT", "true"), ("INPUT_COMMENT_ID", ""), ("INPUT_SARIF", "false"),
            ("INPUT_SOURCE", Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd")), .. given]);

    [GeneratedRegex("^  [a-z-]+:$")]
    private static partial Regex DeclaredInput();

    [GeneratedRegex(@"\binputs\.([a-z-]+)")]
    private static partial Regex UsedInput();

    [GeneratedRegex(@"\b(?:INPUT_[A-Z_]+|JOB_INDEX|PULL_REQUEST|ACTION_REPOSITORY)\b")]
    private static partial Regex HandedOver();
}
