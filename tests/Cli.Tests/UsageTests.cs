using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("diagnose x --formt html", "error: unknown option --formt, did you mean --format? (see rightsizer diagnose --help)")]
    [InlineData("diagnose --formt html x", "error: unknown option --formt, did you mean --format? (see rightsizer diagnose --help)")]
    [InlineData("diagnose x --verbos", "error: unknown option --verbos, did you mean --verbose? (see rightsizer diagnose --help)")]
    [InlineData("diagnose x -f y", "error: unknown option -f, did you mean --format? (see rightsizer diagnose --help)")]
    [InlineData("diagnose x -v", "error: unknown option -v, did you mean --verbose? (see rightsizer diagnose --help)")]
    [InlineData("diagnose x --html", "error: unknown option --html, did you mean --format html? (see rightsizer diagnose --help)")]
    [InlineData("help", "error: unknown command help, did you mean --help? (see rightsizer --help)")]
    [InlineData("diagnose x --zzzz", "error: unknown option --zzzz (see rightsizer diagnose --help)")]
    [InlineData("diagnos x", "error: unknown command diagnos, did you mean diagnose? (see rightsizer --help)")]
    [InlineData("diagnose x y", "error: unknown argument y (see rightsizer diagnose --help)")]
    [InlineData("diagnose", "error: Required argument 'LOG' missing for command: 'diagnose' (see rightsizer diagnose --help)")]
    [InlineData("diagnose x --region", "error: Required argument missing for option: '--region' (see rightsizer diagnose --help)")]
    [InlineData("diagnose x --format pdf",
        "error: --format pdf: must be one of text, json, md, html, sarif, junit, brief (see rightsizer diagnose --help)")]
    [InlineData("diagnose x --usd-per-hour 3,5",
        "error: --usd-per-hour 3,5: must be a number above 0, such as 3.20 (see rightsizer diagnose --help)")]
    [InlineData("diagnose x --usd-per-hour 0",
        "error: --usd-per-hour 0: must be a number above 0, such as 3.20 (see rightsizer diagnose --help)")]
    [InlineData("diagnose x --fail-on bad",
        "error: --fail-on bad: must be one of info, warning, critical (see rightsizer diagnose --help)")]
    [InlineData("size", "error: no log given, for example: rightsizer size app.zstd (see rightsizer size --help)")]
    [InlineData("size x --deadline 45",
        "error: --deadline 45: must be a time with its unit, such as 45m, 1h30m or 90s (see rightsizer size --help)")]
    [InlineData("size x --arch sparc", "error: --arch sparc: must be one of x86_64, arm64 (see rightsizer size --help)")]
    [InlineData("size x --platform azure",
        "error: --platform azure: must be one of emr-ec2, emr-serverless, emr-eks, glue (see rightsizer size --help)")]
    [InlineData("size x --purchase reserved", "error: --purchase reserved: must be one of on-demand, spot (see rightsizer size --help)")]
    [InlineData("size x --max-nodes 0", "error: --max-nodes 0: must be a whole number from 1 (see rightsizer size --help)")]
    [InlineData("size x --runs-per-week -7", "error: --runs-per-week -7: must be a number above 0, such as 7 (see rightsizer size --help)")]
    [InlineData("size x --format pdf", "error: --format pdf: must be one of text, json, md, html, csv, brief (see rightsizer size --help)")]
    [InlineData("size x --emit yaml", "error: --emit yaml: must be one of terraform, emr-json, serverless, spark-submit, eks")]
    [InlineData("size x --emit terraform --scaling-index 30",
        "error: --scaling-index 30: must be one of 1, 25, 50, 75, 100 (see rightsizer size --help)")]
    [InlineData("size x --scaling-index 50", "error: --scaling-index: only with --emit terraform or --emit emr-json")]
    [InlineData("size x --deadlin 45m", "error: unknown option --deadlin, did you mean --deadline? (see rightsizer size --help)")]
    [InlineData("size --emit terraform --platfrm glue x",
        "error: unknown option --platfrm, did you mean --platform? (see rightsizer size --help)")]
    [InlineData("report logs/ --sinc 2026-11-01", "error: unknown option --sinc, did you mean --since? (see rightsizer report --help)")]
    [InlineData("list logs/ --zzzz", "error: unknown option --zzzz (see rightsizer list --help)")]
    [InlineData("summarize x -q", "error: unknown option -q (see rightsizer summarize --help)")]
    [InlineData("size x --engine-factor 0",
        "error: --engine-factor 0: must be a number above 0 to 100, such as 2.5 (see rightsizer size --help)")]
    [InlineData("size x --interruptions-per-hour -1",
        "error: --interruptions-per-hour -1: must be a number from 0 to 60, such as 0.02 (see rightsizer size --help)")]
    [InlineData("compare a b --ran-on sparc", "error: --ran-on sparc: must be one of x86_64, arm64 (see rightsizer compare --help)")]
    [InlineData("", "error: no command given, for example: rightsizer diagnose LOG (see rightsizer --help)")]
    public void BadArguments_OneLineOnStderrAndExit2(string commandLine, string line)
    {
        var run = CliRun.Of(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(line + Environment.NewLine, run.Error);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("rightsizer", "--help")]
    [InlineData("diagnose", "diagnose", "--help")]
    [InlineData("compare", "compare", "--help")]
    [InlineData("explain", "explain", "--help")]
    [InlineData("completion", "completion", "--help")]
    [InlineData("man", "man", "--help")]
    [InlineData("report", "report", "--help")]
    [InlineData("summarize", "summarize", "--help")]
    [InlineData("mcp", "mcp", "--help")]
    [InlineData("doctor", "doctor", "--help")]
    [InlineData("list", "list", "--help")]
    [InlineData("prices", "prices", "--help")]
    [InlineData("prices-quote", "prices", "quote", "--help")]
    [InlineData("prices-refresh", "prices", "refresh", "--help")]
    [InlineData("size", "size", "--help")]
    public void Help_OpensWithExamplesAndIsUnchanged(string name, params string[] args)
    {
        var run = CliRun.Of(args);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Examples:", run.Output, StringComparison.Ordinal);
        GoldenFile.Check(run.Output.ReplaceLineEndings("\n"), $"help-{name}.txt");
    }

    [Fact]
    public void Help_OfBadArguments_IsHelpAndNotAnError()
    {
        var run = CliRun.Of("diagnose", "--nonsense", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void WordAfterTwoDashes_IsALogWhateverItBeginsWith() => Assert.Equal(3, CliRun.Of("size", "--", "--no-such-log").ExitCode);

    [Theory]
    [InlineData("diagnose")]
    [InlineData("size")]
    [InlineData("report")]
    [InlineData("summarize")]
    [InlineData("list")]
    public void UnknownRegion_IsToldBeforeTheLogIsRead(string verb)
    {
        var run = CliRun.Of(verb, "no-such-log", "--region", "us-esat-1");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: --region us-esat-1: unknown region. Did you mean us-east-1? The price list has ap-northeast-1, ",
            run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_NamesNumberAndCommit()
    {
        var run = CliRun.Of("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^rightsizer \d+\.\d+\.\d+(\+[0-9a-f]{1,12})?\s*$", run.Output);
    }

    [Theory]
    [InlineData("--what-if", "8y2",
        "--what-if 8y2: use EXECUTORSxCORES, for example 8x2, or dynamic:MIN-MAXxCORES, for example dynamic:2-16x4")]
    [InlineData("--cluster", "no.json", "--cluster no.json: no such file")]
    [InlineData("--prices", "no.csv", "--prices no.csv: no such file")]
    [InlineData("--discounts", "no.json", "--discounts no.json: no such file")]
    public void OptionThatMakesNoSense_IsToldBeforeTheLogIsRead(string option, string value, string line)
    {
        var run = CliRun.Of("diagnose", "no-such-log", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("error: " + line + Environment.NewLine, run.Error);
    }

    [Theory]
    [InlineData("missing/folder/report.html", "its folder does not exist")]
    [InlineData(".", "it is a folder")]
    public void OutputThatCannotBeWritten_IsToldBeforeTheLogIsRead(string output, string why)
    {
        var run = CliRun.Of("diagnose", "no-such-log", "--output", output);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: cannot write {output}: {why}; give --output a file that can be written" + Environment.NewLine, run.Error);
    }
}
