using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer diagnose LOG</c>: one run, its causes and its costs.</summary>
static class DiagnoseCommand
{
    static readonly Argument<string> Log = new("LOG")
    {
        Description = "Event log: a file in any codec Spark writes, a rolling or Databricks folder, a zip of the History Server, s3://BUCKET/KEY or PREFIX/, a History Server's http://HOST:18080/history/APPLICATION, or - for stdin.",
    };

    static readonly Option<string?> Format = OneOf("--format", "What the report is written as; text, or what the ending of --output says.", ReportFormat.All);
    static readonly Option<string?> Output = new("--output") { HelpName = "FILE", Description = "Write the report to FILE, whole or not at all; - or nothing is stdout." };
    static readonly Option<string?> Attempt = new("--attempt") { HelpName = "ATTEMPT", Description = "Which application attempt of a folder or zip; the last when not given." };
    static readonly Option<string?> Region = new("--region") { HelpName = "REGION", Description = "AWS region to price in; the log's, else us-east-1." };
    static readonly Option<decimal?> UsdPerHour = PositiveDecimal("--usd-per-hour", "What an hour of this cluster costs, where there is no list price.");
    static readonly Option<string?> Cluster = new("--cluster") { HelpName = "FILE", Description = "JSON of aws emr describe-cluster, list-instances or get-job-run: the cluster that really ran." };
    static readonly Option<string?> Arch = OneOf("--arch", "Processor of the EMR Serverless application that ran; the cluster file's, else x86_64 is assumed.", ["x86_64", "arm64"]);
    static readonly Option<string?> Prices = new("--prices") { HelpName = "PATH", Description = "Price book in place of the embedded one: a folder of its tables, or one file." };
    static readonly Option<string?> Discounts = new("--discounts") { HelpName = "FILE", Description = "JSON of Savings Plans, reservations and private discounts over the list prices." };
    static readonly Option<bool> RequirePrices = new("--require-prices") { Description = "Exit 5 when a needed price is missing." };
    static readonly Option<string[]> WhatIf = new("--what-if") { HelpName = "SHAPE", Description = "The same run at another shape: 8x2 (executors x cores) or dynamic:2-16x4. Repeatable." };
    static readonly Option<string?> FailOn = OneOf("--fail-on", "Exit 10 when a finding is this severe or worse.", Enum.GetNames<Severity>().Select(s => s.ToLowerInvariant()).ToArray());
    static readonly Option<decimal?> BudgetUsd = PositiveDecimal("--budget-usd", "Exit 10 when the run cost more, or has no price to tell.");
    static readonly Option<bool> Redact = new("--redact") { Description = "Stable stand-ins for the names of applications, users, hosts, paths and tables, and for SQL text." };
    static readonly Option<bool> NoColor = new("--no-color") { Description = "No colours. NO_COLOR in the environment does the same." };

    public static Command Create(CliContext context)
    {
        var command = new Command("diagnose", "Says of one run what was slow and why, what it cost, and what it would cost elsewhere.")
        {
            Log, Format, Output, Attempt, WhatIf, Region, UsdPerHour, Cluster, Arch, Prices, Discounts, RequirePrices, FailOn, BudgetUsd, Redact, NoColor,
        };
        foreach (var option in SourceOptions.All) command.Add(option);
        command.SetAction(parsed => Diagnosis.Run(Request(parsed), context));
        return command;
    }

    static DiagnosisRequest Request(ParseResult parsed)
    {
        var output = parsed.GetValue(Output);
        var format = ReportFormat.Choose(parsed.GetValue(Format), output);
        return new DiagnosisRequest
        {
            Log = parsed.GetRequiredValue(Log),
            Source = SourceOptions.Of(parsed, parsed.GetValue(Region)),
            Format = format,
            OutputFile = output is "-" ? null : output,
            Attempt = parsed.GetValue(Attempt),
            Analysis = new AnalysisOptions
            {
                Region = parsed.GetValue(Region),
                UsdPerHour = parsed.GetValue(UsdPerHour),
                Cluster = CostInputs.Cluster(parsed.GetValue(Cluster)),
                Architecture = parsed.GetValue(Arch),
                Prices = CostInputs.Prices(parsed.GetValue(Prices)),
                Sweep = format == ReportFormat.Html,
                WhatIf = [.. (parsed.GetValue(WhatIf) ?? []).Select(WhatIfSpec.Parse)],
                Discounts = CostInputs.Discounts(parsed.GetValue(Discounts)),
            },
            RequirePrices = parsed.GetValue(RequirePrices),
            FailOn = parsed.GetValue(FailOn) is { } severity ? Enum.Parse<Severity>(severity, ignoreCase: true) : null,
            BudgetUsd = parsed.GetValue(BudgetUsd),
            Redact = parsed.GetValue(Redact),
            AllLedgers = parsed.GetValue(GlobalOptions.Verbose),
            Color = !parsed.GetValue(NoColor) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    internal static Option<string?> OneOf(string name, string description, string[] words)
    {
        var option = new Option<string?>(name) { HelpName = string.Join('|', words), Description = description };
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (Word(result) is { } w && !words.Contains(w)) result.AddError($"{name} {w}: must be one of {string.Join(", ", words)}");
        });
        return option;
    }

    internal static Option<decimal?> PositiveDecimal(string name, string description) => new(name)
    {
        HelpName = "USD",
        Description = description,
        CustomParser = result =>
        {
            if (decimal.TryParse(Word(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v) && v > 0) return v;
            result.AddError($"{name} {Word(result)}: must be a number above 0, such as 3.20");
            return null;
        },
    };

    static string? Word(SymbolResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : null;
}
