using System.Diagnostics;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>RIGHTSIZER_PARSER, in a process of its own each time.</summary>
public class LanesTests
{
    public static TheoryData<string> SampleLogs =>
        [.. Directory.GetFileSystemEntries(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs"), "*app-*")
            .Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(SampleLogs))]
    public void Json_OfASampleLog_IsTheSameInBothLanes(string name)
    {
        var log = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", name);
        var full = Run("full", log);
        var fast = Run("fast", log);
        Assert.Equal((0, 0), (full.Exit, fast.Exit));
        Assert.True(full.Output.Length > 1000, full.Output);
        Assert.Equal(full.Output, fast.Output);
    }

    [Fact]
    public void UnknownLane_IsABadArgument()
    {
        var (exit, _, error) = Run("fastest", Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121125041-0004"));
        Assert.Equal(2, exit);
        Assert.Contains("RIGHTSIZER_PARSER=fastest: must be full or fast", error, StringComparison.Ordinal);
    }

    static (int Exit, string Output, string Error) Run(string lane, string log)
    {
        var program = ProgramCommand.Words;
        var start = new ProcessStartInfo(program[0], [.. program[1..], "diagnose", log, "--format", "json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["RIGHTSIZER_PARSER"] = lane },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
