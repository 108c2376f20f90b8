using System.CommandLine;

namespace Rightsizer.Cli.Tests;

/// <summary>A value that says nothing, as of a variable that is not set, or that no file can have as its name.</summary>
public class UnusableValueTests
{
    static IEnumerable<(string Name, Command Command)> Commands(string name, Command command) => command.Subcommands
        .SelectMany(c => Commands($"{name} {c.Name}".Trim(), c)).Prepend((name, command)).Where(c => c.Item1.Length > 0);

    /// <summary>Every argument and every option with a value, of every command.</summary>
    [Fact]
    public void EveryValue_IsRefusedInOneLine()
    {
        using var error = new StringWriter();
        var context = new CliContext { Output = Stream.Null, Error = error, OpenInput = () => Stream.Null };
        var root = RightsizerCli.BuildRoot(context);
        var tried = 0;
        foreach (var (name, command) in Commands("", root))
        {
            var options = command.Options.Where(o => o.Arity.MaximumNumberOfValues > 0 && o.ValueType != typeof(bool));
            foreach (var symbol in command.Arguments.Select(a => (string[])[]).Concat(options.Select(o => (string[])[o.Name])))
            {
                foreach (var value in (string[])["", "  ", "\t", "a\0b"])
                {
                    error.GetStringBuilder().Clear();
                    Assert.Equal(2, RightsizerCli.Run([.. name.Split(' '), .. symbol, value], context, root));
                    Assert.Matches("^error: [^\n]+\n$", error.ToString());
                    Assert.DoesNotContain("has a bug", error.ToString(), StringComparison.Ordinal);
                    tried++;
                }
            }
        }
        Assert.InRange(tried, 500, 5_000);
    }

    [Theory]
    [InlineData("diagnose x -o ''", "--output: the value is empty; give FILE, or leave the option out (see rightsizer diagnose --help)")]
    [InlineData("redact x -o ''", "--output: the value is empty; give FILE (see rightsizer redact --help)")]
    [InlineData("size x --charts ''", "--charts: the value is empty; give DIR, or leave the option out (see rightsizer size --help)")]
    [InlineData("report x --site ''", "--site: the value is empty; give DIR|s3://, or leave the option out (see rightsizer report --help)")]
    [InlineData("prices refresh --output ''",
        "--output: the value is empty; give DIR, or leave the option out (see rightsizer prices refresh --help)")]
    [InlineData("compare x ''", "B: the value is empty; check where it comes from (see rightsizer compare --help)")]
    [InlineData("report x ''", "SOURCE: the value is empty; check where it comes from (see rightsizer report --help)")]
    [InlineData("diagnose x --charts a\0b",
        "--charts: the value has a NUL character; give DIR, or leave the option out (see rightsizer diagnose --help)")]
    public void Message_NamesWhatIsEmpty_AndWhatToGive(string commandLine, string message)
    {
        var run = CliRun.Of([.. commandLine.Split(' ').Select(w => w == "''" ? "" : w)]);

        Assert.Equal((2, $"error: {message}{Environment.NewLine}"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Help_IsShownAllTheSame() => Assert.Equal(0, CliRun.Of("diagnose", "", "--help").ExitCode);

    [Fact]
    public void ListOfLogs_WithANulInAName_IsRefused()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        File.WriteAllText(tiny.In("names"), $"a\0b\n{tiny.Log}\n");
        var run = CliRun.Of("summarize", "--files-from", tiny.In("names"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("a name has a NUL character; add --null if names end in it", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnersFile_WithANulInItsName_IsRefused()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        File.WriteAllText(tiny.In(".rightsizer.yml"), "owners: \"a\\0b\"\n");
        var run = CliRun.Of("report", tiny.Log, "--config", tiny.In(".rightsizer.yml"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("line 1: owners has a NUL character", run.Error, StringComparison.Ordinal);
    }
}
