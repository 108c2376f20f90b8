using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Rightsizer.Cli;

/// <summary><c>--help</c> that opens with examples.</summary>
sealed class ExampleHelp(HelpAction standard) : SynchronousCommandLineAction
{
    /// <summary>Help and its snapshots look the same in every terminal.</summary>
    const int Width = 110;

    static readonly Dictionary<string, string[]> Examples = new()
    {
        ["rightsizer"] =
        [
            "rightsizer diagnose application_1700000000000_0042.zstd",
            "rightsizer size s3://logs/etl-daily/ --deadline 45m",
            "rightsizer explain skew",
        ],
        ["diagnose"] =
        [
            "rightsizer diagnose eventlog_v2_app-20261121094600-0000/",
            "rightsizer diagnose app.zstd --format html --output app.html",
            "rightsizer diagnose app.zstd --what-if 8x4 --what-if dynamic:2-16x4 --usd-per-hour 3.20",
            "rightsizer diagnose app.lz4 --cluster describe-cluster.json --fail-on critical",
            "zcat app.gz | rightsizer diagnose -",
        ],
        ["compare"] = ["rightsizer compare last-week.zstd today.zstd",
            "rightsizer compare before.zstd after.zstd --format md --max-regression-pct 10"],
        ["explain"] = ["rightsizer explain spill", "rightsizer explain RSZ001"],
        ["report"] =
        [
            "rightsizer report /var/log/spark/ --since 2026-11-14 --until 2026-11-21",
            "rightsizer report s3://logs/ --since 2026-11-14 --state s3://logs-state/ --rules owners.json --output week.md",
            "rightsizer report logs/ --usd-per-hour 3.20 --format csv",
            "rightsizer report s3://logs/2026/ --state s3://logs-state/ --engine spark --master yarn --output year.md",
        ],
        ["export"] = ["rightsizer export --state s3://logs-state/ --output tables/",
            "rightsizer export --state state/ --format csv --since 2026-11-01 --output november/"],
        ["size"] =
        [
            "rightsizer size app.zstd",
            "rightsizer size s3://logs/etl-daily/ --deadline 45m --runs-per-week 7",
            "rightsizer size app.zstd --purchase on-demand --arch x86_64 --deny m4,c4 --max-nodes 20",
            "rightsizer size app.zstd --emit emr-json 2 --output cluster.json",
            "rightsizer size all-jobs/ --usd-per-hour 12.50 --output study.html",
        ],
        ["summarize"] = ["rightsizer summarize app.zstd",
            "rightsizer list s3://logs/ | jq -r .key.uri | rightsizer summarize --files-from - --timeout 300"],
        ["list"] = ["rightsizer list /var/log/spark/", "rightsizer list s3://logs/2026/ s3://other-logs/"],
        ["doctor"] = ["rightsizer doctor app.zstd", "rightsizer doctor s3://logs/", "rightsizer doctor "
            + "/etc/spark/conf/spark-defaults.conf"],
        ["mcp"] = ["rightsizer mcp /var/log/spark/", "rightsizer mcp s3://logs/ http://history:18080 --usd-per-hour 3.20"],
        ["prices"] = ["rightsizer prices", "rightsizer prices quote shape.json --discounts discounts.json"],
        ["refresh"] = ["rightsizer prices refresh", "rightsizer prices refresh --region eu-west-1 --output prices/",
            "rightsizer diagnose app.zstd --prices $(rightsizer prices refresh)"],
        ["completion"] = [
            "source <(rightsizer completion bash)", "rightsizer completion fish > ~/.config/fish/completions/rightsizer.fish"],
        ["man"] = ["rightsizer man | man -l -", "rightsizer man > /usr/local/share/man/man1/rightsizer.1"],
        ["quote"] = ["rightsizer prices quote shape.json",
            "rightsizer prices quote shape.json --format json --prices my-prices/ --require-prices"],
    };

    /// <summary>Every example, those of the program itself first.</summary>
    public static IEnumerable<string> All => Examples.Values.SelectMany(e => e).Distinct();

    public static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var standard = (HelpAction)option.Action!;
        standard.MaxWidth = Width;
        option.Action = new ExampleHelp(standard);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        if (Examples.TryGetValue(command is RootCommand ? "rightsizer" : command.Name, out var examples))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var e in examples) output.WriteLine("  " + e);
            output.WriteLine();
        }
        return standard.Invoke(parseResult);
    }
}
