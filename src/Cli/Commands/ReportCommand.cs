using System.CommandLine;
using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Aws.S3;
using Rightsizer.Cli.Fleet;
using Rightsizer.Cli.Settings;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer report SOURCE...</c>: what many runs cost, what is waste, what changed.</summary>
static class ReportCommand
{
    static readonly Argument<string[]> Sources = new(
        "SOURCE")
    { Description = "Folders, S3 prefixes, History Servers, single logs, or emr:// for all clusters.", Arity = ArgumentArity.OneOrMore };
    internal static readonly Option<DateOnly?> Since = Day(
        "--since", "First day of the report (UTC, YYYY-MM-DD), or 7d for the last seven whole days. Compared with the same number of days "
        + "before it. Default: all runs.");
    internal static readonly Option<DateOnly?> Until = Day("--until", "The day after the last day of the report.");
    internal static readonly Option<string?> Rules = new(
        "--rules")
    {
        HelpName = "FILE",
        Description = "JSON rules that assign runs to owners by name, tag, user, queue or pipeline (docs/fleet.md)."
    };
    static readonly Option<string?> State = new(
        "--state")
    {
        HelpName = "DIR|s3://",
        Description = "Folder or prefix for the summary of each run. The next report reads only new or changed logs.",
    };
    static readonly Option<string?> Cluster = new(
        "--cluster")
    {
        HelpName = "FILE|DIR",
        Description = "Clusters and job runs that ran: JSON of aws emr describe-cluster, list-instances, get-job-run, of any number.",
    };
    static readonly Option<string?> Yarn = new(
        "--yarn")
    {
        HelpName = "URL|FILE|DIR",
        Description = "YARN's account of the applications: a ResourceManager (http://HOST:8088), or files of its answers and its log.",
    };
    static readonly Option<string?> Bill = new(
        "--bill")
    {
        HelpName = "FILE|DIR|s3://",
        Description = "Invoice to compare with: a Cost and Usage Report 2.0 or a FOCUS 1.x export (CSV, gzip or Parquet).",
    };
    static readonly Option<string?> Commitments = new(
        "--commitments")
    {
        HelpName = "FILE",
        Description = "Savings Plans and reservations that could be bought, as JSON: what the known weeks would have cost with them.",
    };
    static readonly Option<string?> Format = Values.OneOf(
        "--format", "Report format. Default: from the extension of the --output file, else text.", FleetFormat.All);
    static readonly Option<string?> Output = new(
        "--output", "-o")
    { HelpName = "FILE", Description = "Write the report to FILE (never partially written). Default, or \"-\": standard output." };
    static readonly Option<decimal?> BudgetUsd = Values.PositiveDecimal(
        "--budget-usd", "Exit with code 10 if the runs of the period cost more than this, or if the cost of any is not known.");
    static readonly Option<string?> FailOn = Values.OneOf(
        "--fail-on", "Exit with code 10 if a finding this severe or worse is new or larger than in the time before.",
        [Word(Severity.Warning), Word(Severity.Critical)]);
    static readonly Option<string?> Notify = new(
        "--notify")
    {
        HelpName = "URL|FILE",
        Description = "Also send a summary of at most 12 lines to a webhook of Slack or Teams, or write it to FILE as Markdown.",
    };
    static readonly Option<string?> Site = new(
        "--site")
    {
        HelpName = "DIR|s3://",
        Description = "Also write a static site of all known runs: weeks, jobs, runs, search. Needs --state; writes only what changed.",
    };
    static readonly Option<bool> Redact = new(
        "--redact")
    { Description = "Replace names of jobs, owners, clusters and logs by stable pseudonyms." };

    public static Command Create(CliContext context)
    {
        var command = new Command(
            "report", "Reports the cost, waste and changes across many runs, and what to change first.")
        {
            Sources, Since, Until, Rules, State, Cluster, Yarn, Bill, Commitments, Format, Output, SummarizeCommand.Timeout, BudgetUsd,
            FailOn, Notify, Site, Redact, ChartsOption.Folder, ColorOption.None,
        };
        foreach (var option in PriceOptions.OfMany.Concat(SourceOptions.All).Concat(SparkEngine.All)) command.Add(option);
        command.SetAction(parsed =>
        {
            var request = Request(parsed, context);
            SparkEngine.Fill(parsed, request, context);
            return FleetReporting.Run(request, context);
        });
        return command;
    }

    static FleetRequest Request(ParseResult parsed, CliContext context)
    {
        var output = parsed.GetValue(Output);
        var pricing = PriceOptions.Read(parsed, context);
        var source = SourceOptions.Read(parsed);
        var (since, until) = (parsed.GetValue(Since), parsed.GetValue(Until));
        // whole days: today is not over
        if (until is null && parsed.GetResult(Since) is { Implicit: false } given && DaysOf(given.Tokens[^1].Value) is not null)
            until = Today();
        if (since >= until) throw new RightsizerException(ExitCode.BadArguments, "--until: must be after --since");
        return new FleetRequest
        {
            Sources = parsed.GetRequiredValue(Sources),
            Source = source,
            Pricing = pricing,
            Detectors = ProjectFile.Find(parsed).Detectors,
            PricingFingerprint = PriceOptions.Fingerprint(parsed, pricing),
            Options = new FleetOptions
            {
                Since = since,
                UntilExcl = until,
                UsdPerHour = pricing.UsdPerHour,
                ClusterFiles = parsed.GetValue(Cluster) is { } clusters ? CostInputs.Clusters(clusters) : [],
                Yarn = parsed.GetValue(Yarn) is { } yarn ? CostInputs.Yarn(yarn, context.Cancellation) : null,
                Pricing = pricing,
                Bill = parsed.GetValue(Bill) is { } bill ? BillFolder.Find(bill, source, context) : null,
                Commitments = CostInputs.Commitments(parsed.GetValue(Commitments), pricing.Discounts),
                Rules = RulesOf(parsed),
            },
            State = StatePlace(parsed.GetValue(State)),
            Format = FleetFormat.Choose(parsed.GetValue(Format), output),
            OutputFile = output is "-" ? null : output,
            Timeout = SummarizeCommand.TimeoutOf(parsed),
            BudgetUsd = parsed.GetValue(BudgetUsd),
            FailOn = parsed.GetValue(FailOn) is { } severity ? Enum.Parse<Severity>(severity, ignoreCase: true) : null,
            Notify = parsed.GetValue(Notify),
            Site = SitePlace(parsed),
            Redact = parsed.GetValue(Redact),
            All = parsed.GetValue(GlobalOptions.Verbose),
            Color = ColorOption.Allows(parsed),
            Charts = ChartsOption.Read(parsed),
        };
    }

    static string? SitePlace(ParseResult parsed)
    {
        if (parsed.GetValue(Site) is not { } place) return null;
        if (parsed.GetValue(State) is null)
            throw new RightsizerException(ExitCode.BadArguments, "--site: needs --state, which keeps what the pages show");
        if (place.Contains("://", StringComparison.Ordinal) && !S3LogStore.Takes(place))
            throw new RightsizerException(ExitCode.BadArguments, $"--site {place}: must be a folder or s3://");
        return !File.Exists(place) ? place
            : throw new RightsizerException(ExitCode.BadArguments, $"--site {place}: is a file; give a folder");
    }

    /// <summary>A folder or s3://; the job on Spark knows other places as well, which no report could be made of here.</summary>
    internal static string? StatePlace(string? given)
    {
        const string File = "file://";
        if (given?.StartsWith(File, StringComparison.Ordinal) == true) return given[File.Length..];
        return given?.Contains("://", StringComparison.Ordinal) != true || S3LogStore.Takes(given) ? given
            : throw new RightsizerException(ExitCode.BadArguments, $"--state {given}: must be a folder or s3://");
    }

    internal static FleetRules RulesOf(ParseResult parsed)
    {
        if (parsed.GetValue(Rules) is { } given) return ReadRules(given);
        var project = ProjectFile.Find(parsed);
        return project.OwnersFile is { } file ? ReadRules(file) : project.Owners ?? FleetRules.None;
    }

    static FleetRules ReadRules(string file) => FleetRules.Parse(file, OptionFile.ReadText(file, "--rules"));

    static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    static DateOnly Today() => DateOnly.FromDateTime(DateTime.UtcNow);

    /// <summary>7 of "7d"; null for anything else.</summary>
    static int? DaysOf(string text) => text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None,
        CultureInfo.InvariantCulture, out var days) && days is > 0 and < 10_000 ? days : null;

    static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        HelpName = "DATE",
        Description = description,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(
                result.Tokens[^1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            if (DaysOf(result.Tokens[^1].Value) is { } days) return Today().AddDays(-days);
            result.AddError($"{name} {result.Tokens[^1].Value}: must be a day such as 2026-11-14, or a number of days such as 7d");
            return null;
        },
    };
}
