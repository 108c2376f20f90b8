using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Cli.Sizing;
using Rightsizer.Cli.Tests.Mcp;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Hostile;

/// <summary>
/// Hostile text in the strings of a log, through everything that writes. Commands, their formats and their options come from the command
/// line itself: a new one fails here until it is in these tables.
/// </summary>
public sealed class HostileWritersTests
{
    /// <summary>Commands that read logs, and what they take; {log}, {other}, {folder}, {state} and {out} are replaced.</summary>
    static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["diagnose"] = "{log} --usd-per-hour 2",
        ["compare"] = "{log} {other} --usd-per-hour 2",
        ["backtest"] = "{log} {other} --all-pairs",
        ["size"] = "{log} --usd-per-hour 2",
        ["doctor"] = "{log}",
        ["report"] = "{folder} --usd-per-hour 2",
        ["export"] = "--state {state} --output {out}/tables",
        ["redact"] = "{log} --output {out}/copy",
        ["summarize"] = "{log}",
        ["list"] = "{folder}",
        ["totals"] = "{log}",
    };

    /// <summary>Nothing of a log is in what they write; mcp has a test of its own.</summary>
    static readonly string[] OthersCommands = ["explain", "mcp", "prices", "prices quote", "prices refresh", "completion", "man"];

    /// <summary>What commands without a choice of format write.</summary>
    static readonly Dictionary<string, string> OnlyFormat = new(StringComparer.Ordinal)
    {
        ["redact"] = "text",
        ["summarize"] = "jsonl",
        ["list"] = "jsonl",
        ["totals"] = "text",
    };

    /// <summary>Options that make a command write something else or more: each is in <see cref="Others"/> or is a format.</summary>
    static readonly string[] Writing =
    [
        "--format", "--output", "--emit", "--charts", "--site", "--notify", "--against", "--ledger", "--follow", "--state", "--history",
        "--what-if", "--data", "--redact", "--verbose",
    ];

    /// <summary>Options that choose what is read, how it is priced or when the command fails.</summary>
    static readonly string[] NotWriting =
    [
        "--attempt", "--require-prices", "--fail-on", "--budget-usd", "--deadline", "--calibration", "--no-color", "--region",
        "--usd-per-hour", "--cluster", "--cluster-a", "--cluster-b", "--ran-on", "--prices", "--discounts", "--config", "--endpoint-url",
        "--profile", "--request-payer", "--arch", "--max-regression-pct", "--all-pairs", "--leave-out", "--max-ratio", "--labels",
        "--max-nodes", "--allow", "--deny", "--purchase", "--platform", "--runs-per-week", "--engine-factor", "--interruptions-per-hour",
        "--start-up", "--no-baseline", "--since", "--until", "--rules", "--bill", "--yarn", "--commitments", "--timeout",
        "--files-from", "--null", "--engine", "--master", "--conf", "--spark-binary", "--help", "--version",
        "--model", "--accumulables", "--http", "--scaling-index", "--placement-scores",
    ];

    /// <summary>Command, what it writes, further arguments.</summary>
    static readonly (string Command, string Kind, string More)[] Others =
    [
        ("diagnose", "conf", "--emit conf"),
        ("diagnose", "text", "--against {out}/../spark.conf"),
        ("diagnose", "text", "--verbose --what-if 4x2"),
        ("diagnose", "md", "--format md --charts {out}/charts"),
        ("diagnose", "text", "--state {state}"),
        ("diagnose", "text", "--history {folder}"),
        ("diagnose", "text", "--follow"),
        ("compare", "html", "--format html --charts {out}/charts"),
        ("compare", "text", "--verbose"),
        ("size", "text", "--ledger 1 --verbose"),
        ("size", "html", "--format html --data 2x --charts {out}/charts --state {out}/state"),
        // several jobs make a study
        .. SizeCommandRequest.Formats.Select(f => ("size", f, $"{{other}} --format {f}")),
        .. EmitKind.All.Select(k => ("size", k, $"--emit {k} --platform {EmitKind.Platforms(k)[0]}")),
        ("report", "html", "--format html --state {out}/state --site {out}/site --charts {out}/charts --notify {out}/notice.md"),
        ("report", "text", "--verbose"),
        ("backtest", "text", "--emit calibration {out}/calibration.json --state {out}/state"),
    ];

    public static TheoryData<string, string, string> Writers()
    {
        var writers = new TheoryData<string, string, string>();
        foreach (var (name, command) in Tree().Where(c => Commands.ContainsKey(c.Name)))
        {
            if (OnlyFormat.TryGetValue(name, out var only)) writers.Add(name, only, "");
            else
            {
                foreach (var word in command.Options.Single(o => o.Name == "--format").HelpName!.Split('|'))
                    writers.Add(name, word, $"--format {word}");
            }
        }
        foreach (var (command, kind, more) in Others) writers.Add(command, kind, more);
        return writers;
    }

    static IEnumerable<(string Name, Command Command)> Tree()
    {
        var root = RightsizerCli.BuildRoot(new CliContext
        {
            Output = Stream.Null,
            Error = TextWriter.Null,
            OpenInput = () => Stream.Null,
        });
        return Below(root, "");

        static IEnumerable<(string, Command)> Below(Command parent, string path) => parent.Subcommands
            .SelectMany(c => Below(c, path + c.Name + " ").Prepend((path + c.Name, c)));
    }

    [Fact]
    public void EveryCommandAndOption_IsInTheTables()
    {
        var tree = Tree().ToList();
        Assert.Equal(
            Commands.Keys.Concat(OthersCommands).Order(StringComparer.Ordinal), tree.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.Empty(tree.SelectMany(c => c.Command.Options).Select(o => o.Name).Except(NotWriting).Except(Writing));
        var tried = string.Join(' ', Others.Select(o => o.More).Concat(Commands.Values)) + " --format --redact";
        Assert.All(Writing, o => Assert.Contains(o, tried, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void HostileText_IsText(string command, string kind, string more)
    {
        var (reached, said) = (false, "");
        foreach (var turn in Turns(command, more))
        {
            // of a job that failed there is no sizing; behind every string the text makes settings that mean nothing
            using var logs = new HostileLogs(turn / 2, everywhere: turn % 2 == 1, fails: command != "size");
            var run = Run(logs, command, more);
            if (run.Output.Length > 0) OutputChecks.ByKind[kind](run.Output);
            OutputChecks.ByKind["text"](run.Error);
            foreach (var file in FilesOf(logs)) reached |= Check(file, logs);
            reached |= run.Output.Contains(HostileLogs.Word, StringComparison.Ordinal);
            said += run.Error;
        }
        // else nothing was tried
        Assert.True(reached || command is "totals" or "doctor" or "backtest" or "redact" || kind is "conf" or "sarif"
            || EmitKind.All.Contains(kind) || more.Contains("--against", StringComparison.Ordinal)
            || more.Contains("--ledger", StringComparison.Ordinal), "no text of the log came through: " + said);
    }

    /// <summary>Each text first, in place of some strings and behind all; in a plain run one of them, another for each writer.</summary>
    static IEnumerable<int> Turns(string command, string more) => Thoroughness.Weekly ? Enumerable.Range(0, 2 * HostileLogs.Count)
        : [(command.Length + more.Length) % HostileLogs.Count * 2];

    public static IEnumerable<TheoryDataRow<string, string, string>> SomeWriters() => Thoroughness.Choose([.. Writers()], nth: 5);

    [Theory]
    [MemberData(nameof(SomeWriters))]
    public void Redacted_NothingIsLeft(string command, string kind, string more)
    {
        if (Tree().Single(c => c.Name == command).Command.Options.All(o => o.Name != "--redact") && command != "redact") return;
        if (Regex.IsMatch(more, "--(follow|state \\{state|history)")) return;
        using var logs = new HostileLogs(kind.Length, everywhere: true, fails: true);
        var run = Run(logs, command, command == "redact" ? more : more + " --redact --verbose");
        foreach (var text in FilesOf(logs).Where(f => !f.Contains("/out/state/", StringComparison.Ordinal))
            .Select(f => f[logs.In("").Length..] + Encoding.Latin1.GetString(File.ReadAllBytes(f))).Append(run.Output).Append(run.Error))
            Assert.DoesNotMatch($"(?i).{{0,80}}(?:{HostileLogs.Word}|evil.example|alert\\(1\\)).{{0,80}}", text);
    }

    [Fact]
    public async Task OverMcp_HostileTextIsQuoted()
    {
        using var logs = new HostileLogs(4, everywhere: false, fails: true);
        var (log, other) = (logs.Log, logs.Other);
        var calls = new Dictionary<string, (string, object)[]>(StringComparer.Ordinal)
        {
            ["diagnose"] = [("log", log)],
            ["finding"] = [("log", log), ("id", "failedTasks")],
            ["stage"] = [("log", log), ("stage", "1")],
            ["query"] = [("log", log)],
            ["what_if"] = [("log", log), ("shapes", new[] { "4x1" })],
            ["size"] = [("logs", new[] { log, other })],
            ["compare"] = [("before", log), ("after", other)],
            ["report"] = [("sources", new[] { logs.Folder })],
            ["explain"] = [("kind", "<!channel> evqx")],
            ["prices"] = [],
        };
        await using var session = await McpSession.StartAsync(logs.Folder);
        var tools = (await session.Client.ListToolsAsync()).Select(t => t.Name);
        Assert.Equal(calls.Keys.Order(StringComparer.Ordinal), tools.Order(StringComparer.Ordinal));
        foreach (var (tool, arguments) in calls)
            OutputChecks.ByKind["brief"](McpSession.Text(await session.CallAsync(tool, arguments)));
    }

    [Theory]
    [InlineData(@"\t+1", "' +1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("=1", "'=1")]
    [InlineData("a-1", "a-1")]
    public void ANameThatIsAFormula_IsTextInTheRowsOfReport(string name, string cell)
    {
        using var tiny = new TinyLog(TinyLog.Start.Replace("tiny", name, StringComparison.Ordinal), TinyLog.End);
        var rows = CliRun.Of("report", tiny.Log, "--format", "csv").Output.Split("\r\n");

        Assert.Equal(cell, rows[1].Split(',')[2]);
    }

    [Fact]
    public void AMessageToAChat_NamesNobodyAndLinksToNothing()
    {
        string[] lines = ["Failing: <!channel> <http://evil.example|x> & [x](http://evil.example)"];

        OutputChecks.ByKind["chat"](Encoding.UTF8.GetString(Cli.Fleet.ReportNotice.Json(lines)));
    }

    static CliRun Run(HostileLogs logs, string command, string more)
    {
        Directory.CreateDirectory(logs.In("out"));
        var arguments = $"{command} {Commands[command]} {more}".TrimEnd();
        File.WriteAllText(logs.In("spark.conf"), "spark.executor.memory 1g\n");
        if (arguments.Contains("{state}", StringComparison.Ordinal))
            Assert.Equal(0, CliRun.Of("report", logs.Folder, "--usd-per-hour", "2", "--state", logs.In("state")).ExitCode);
        var run = CliRun.Of([.. arguments.Split(' ').Select(a => a.Replace("{log}", logs.Log, StringComparison.Ordinal)
            .Replace("{other}", logs.Other, StringComparison.Ordinal).Replace("{folder}", logs.Folder, StringComparison.Ordinal)
            .Replace("{state}", logs.In("state"), StringComparison.Ordinal).Replace("{out}", logs.In("out"), StringComparison.Ordinal))]);
        Assert.True(run.ExitCode is 0 or 2 or 4 or 10, $"{run.ExitCode}: {run.Error}");
        return run;
    }

    static IEnumerable<string> FilesOf(HostileLogs logs) =>
        Directory.EnumerateFiles(logs.In("out"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>By its ending; true where a text of the log is in it.</summary>
    static bool Check(string file, HostileLogs logs)
    {
        var name = file[logs.In("out").Length..];
        Assert.Matches("^[A-Za-z0-9._=/-]+$", name);
        switch (Path.GetExtension(file))
        {
            case ".png": return false;
            case ".parquet":
                // for programs; the names of its folders and columns are ours
                Assert.Equal("PAR1", Encoding.ASCII.GetString(File.ReadAllBytes(file)[^4..]));
                return true;
            case var ending:
                var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file));
                var kind = ending.TrimStart('.');
                OutputChecks.ByKind[name == "/copy" ? "jsonl" : kind](text);
                return text.Contains(HostileLogs.Word, StringComparison.Ordinal);
        }
    }
}
