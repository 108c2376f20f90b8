using System.Text.RegularExpressions;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>README's first screen is a real command with its real output.</summary>
public partial class ReadmeTests
{
    static string ReadmePath => Path.Combine(SharedFolder.RepositoryRoot, "README.md");

    /// <summary>RIGHTSIZER_ACCEPT=1 writes the output anew; review it like code.</summary>
    [Fact]
    public void FirstCommandOfReadme_PrintsWhatReadmeShows()
    {
        var readme = File.ReadAllText(ReadmePath);
        var block = FirstCommand().Match(readme);
        Assert.True(block.Success, "README has no block that begins with $ dotnet run");
        var args = block.Groups["args"].Value.Split(' ');
        var output = RunAtTheRoot(args);

        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1")
        {
            var shown = block.Groups["output"];
            File.WriteAllText(ReadmePath, readme[..shown.Index] + output + readme[(shown.Index + shown.Length)..]);
            return;
        }
        Assert.Equal(block.Groups["output"].Value, output);
    }

    [Fact]
    public void LinksOfReadme_LeadSomewhere()
    {
        var targets = Link().Matches(File.ReadAllText(ReadmePath)).Select(m => m.Groups["target"].Value)
            .Where(t => !t.Contains("://", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(targets);
        Assert.All(targets, t => Assert.True(Path.Exists(Path.Combine(SharedFolder.RepositoryRoot, t)), t));
    }

    /// <summary>The report names no path, so the log's path may be absolute here.</summary>
    static string RunAtTheRoot(string[] args)
    {
        var run = CliRun.Of([.. args
            .Select(a => a.StartsWith("sample-logs/", StringComparison.Ordinal) ? Path.Combine(SharedFolder.RepositoryRoot, a) : a)]);
        Assert.Equal(0, run.ExitCode);
        return run.Output.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    [GeneratedRegex(@"```\n\$ dotnet run -c Release --project src/Cli -- (?<args>[^\n]+)\n(?<output>.*?\n)```", RegexOptions.Singleline)]
    private static partial Regex FirstCommand();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)\)")]
    private static partial Regex Link();
}
