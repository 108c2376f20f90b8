using System.CommandLine;
using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Aws.S3;
using Rightsizer.Cli.Fleet;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer report SOURCE...</c>: what many runs cost, what is waste, what changed.</summary>
static class ReportCommand
{
    static readonly Argument<string[]> Sources = new(
        "SOURCE")
    { Description = "Folders, S3 prefixes, History Servers, single logs.", Arity = ArgumentArity.OneOrMore };
    static readonly Option<DateOnly?> Since = Day(
        "--since", "First day (UTC, YYYY-MM-DD) of the report; compared with as many days before it. All that is there when not given.");
    static readonly Option<DateOnly?> Until = Day("--until", "Day after the last.");
    static readonly Option<string?> Rules = new(
        "--rules")
    {
        HelpName = "FILE",
        Description = "JSON that says who owns which runs, by name, tag, user, queue, pipeline (docs/fleet.md)."
    };
    static readonly Option<string?> State = new(
        "--state")
    { HelpName = "DIR|s3://", Description = "Keep each run's summary there, and read only logs that are new or changed." };
    static readonly Option<string?> Format = Values.OneOf(
        "--format", "What the report is written as; text, or what the ending of --output says.", FleetFormat.All);
    static readonly Option<string?> Output = new(
        "--output")
    { HelpName = "FILE", Description = "Write the report to FILE, whole or not at all; - or nothing is stdout." };
    static readonly Option<decimal?> BudgetUsd = Values.PositiveDecimal(
        "--budget-usd", "Exit 10 when the runs of the period cost more, or have no price to tell.");
    static readonly Option<bool> Redact = new(
        "--redact")
    { Description = "Stable stand-ins for the names of jobs, owners, clusters and logs." };
    static readonly Option<bool> NoColor = new("--no-color") { Description = "No colours. NO_COLOR in the environment does the same." };

    public static Command Create(CliContext context)
    {
        var command = new Command(
            "report", "Says of many runs what they cost, what of it is waste, what changed since the week before, and what to change.")
        {
            Sources, Since, Until, Rules, State, Format, Output, SummarizeCommand.Timeout, BudgetUsd, Redact, NoColor,
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
        var (since, until) = (parsed.GetValue(Since), parsed.GetValue(Until));
        if (since >= until) throw new RightsizerException(ExitCode.BadArguments, "--until: must be after --since");
        return new FleetRequest
        {
            Sources = parsed.GetRequiredValue(Sources),
            Source = SourceOptions.Read(parsed),
            Pricing = pricing,
            PricingFingerprint = PriceOptions.Fingerprint(parsed, pricing),
            Options = new FleetOptions
            {
                Since = since,
                UntilExcl = until,
                UsdPerHour = pricing.UsdPerHour,
                Rules = parsed.GetValue(Rules) is { } file ? ReadRules(file) : FleetRules.None
            },
            State = StatePlace(parsed.GetValue(State)),
            Format = FleetFormat.Choose(parsed.GetValue(Format), output),
            OutputFile = output is "-" ? null : output,
            Timeout = SummarizeCommand.TimeoutOf(parsed),
            BudgetUsd = parsed.GetValue(BudgetUsd),
            Redact = parsed.GetValue(Redact),
            Color = !parsed.GetValue(NoColor) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    /// <summary>A folder or s3://; the job on Spark knows other places as well, which no report could be made of here.</summary>
    static string? StatePlace(string? given)
    {
        const string File = "file://";
        if (given?.StartsWith(File, StringComparison.Ordinal) == true) return given[File.Length..];
        return given?.Contains("://", StringComparison.Ordinal) != true || S3LogStore.Takes(given) ? given
            : throw new RightsizerException(ExitCode.BadArguments, $"--state {given}: must be a folder or s3://");
    }

    static FleetRules ReadRules(string file)
    {
        try
        {
            return FleetRules.Parse(file, File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(
                ExitCode.BadArguments, $"--rules {file}: {(File.Exists(file) ? "cannot be read: " + e.Message : "no such file")}", e);
        }
    }

    static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        HelpName = "DATE",
        Description = description,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(
                result.Tokens[^1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            result.AddError($"{name} {result.Tokens[^1].Value}: must be a day such as 2026-11-14");
            return null;
        },
    };
}
