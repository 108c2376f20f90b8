using System.CommandLine;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer diagnose LOG</c>: one run, its causes and its costs.</summary>
static class DiagnoseCommand
{
    static readonly Argument<string> Log = new("LOG")
    {
        Description = "Event log: a file in any codec Spark writes, a rolling or Databricks folder, a zip of the History Server, "
            + "s3://BUCKET/KEY or PREFIX/, hdfs://NAMENODE/PATH, a History Server's http://HOST:18080/history/APPLICATION, or - for stdin.",
    };

    static readonly Option<string?> Format = Values.OneOf(
        "--format", "What the report is written as; text, or what the ending of --output says.", ReportFormat.All);
    static readonly Option<string?> Output = new(
        "--output")
    { HelpName = "FILE", Description = "Write the report to FILE, whole or not at all; - or nothing is stdout." };
    static readonly Option<string?> Attempt = new(
        "--attempt")
    { HelpName = "ATTEMPT", Description = "Which application attempt of a folder or zip; the last when not given." };

    /// <summary>Kept for one version more: what <c>--ran-on</c> is now.</summary>
    static readonly Option<string?> Arch = OldArch();
    static readonly Option<bool> RequirePrices = new("--require-prices") { Description = "Exit 5 when what the run cost is not known." };
    static readonly Option<string[]> WhatIf = new(
        "--what-if")
    {
        HelpName = "SHAPE",
        Description = "The same run at another shape: 8x2 (executors x cores) or dynamic:2-16x4. Repeatable."
    };
    static readonly Option<string?> FailOn = Values.OneOf(
        "--fail-on", "Exit 10 when a finding is this severe or worse.",
        Enum.GetNames<Severity>().Select(s => s.ToLowerInvariant()).ToArray());
    static readonly Option<decimal?> BudgetUsd = Values.PositiveDecimal(
        "--budget-usd", "Exit 10 when the run cost more, or has no price to tell.");
    static readonly Option<string?> Emit = Values.OneOf(
        "--emit", "Write the proposed settings that go together as lines of spark-defaults.conf, each with its reason.", ["conf"]);
    static readonly Option<string?> Against = new(
        "--against")
    {
        HelpName = "FILE",
        Description =
        "Compare the settings of FILE (spark-defaults.conf, a submit command, an earlier --emit conf) with what is proposed."
    };
    static readonly Option<bool> Redact = new(
        "--redact")
    { Description = "Only known words leave the log: names, hosts, paths, SQL and failure texts have stand-ins." };
    static readonly Option<bool> NoColor = new("--no-color") { Description = "No colours. NO_COLOR in the environment does the same." };

    public static Command Create(CliContext context)
    {
        var command = new Command("diagnose", "Says of one run what was slow and why, what it cost, and what it would cost elsewhere.")
        {
            Log, Format, Output, Attempt, WhatIf, RequirePrices, FailOn, BudgetUsd, Emit, Against, Redact, NoColor, Arch,
        };
        foreach (var option in PriceOptions.OfOne.Concat(SourceOptions.All)) command.Add(option);
        command.SetAction(parsed => Diagnosis.Run(Request(parsed, context), context));
        return command;
    }

    static DiagnosisRequest Request(ParseResult parsed, CliContext context)
    {
        var output = parsed.GetValue(Output);
        var format = ReportFormat.Choose(parsed.GetValue(Format), output);
        return new DiagnosisRequest
        {
            Log = parsed.GetRequiredValue(Log),
            Source = SourceOptions.Read(parsed),
            Format = format,
            OutputFile = output is "-" ? null : output,
            Attempt = parsed.GetValue(Attempt),
            Analysis = new AnalysisOptions
            {
                Pricing = PriceOptions.Read(parsed, context, RanOn(parsed, context)),
                Sweep = format == ReportFormat.Html,
                Patch = format == ReportFormat.Json || parsed.GetValue(Emit) is not null || parsed.GetValue(Against) is not null,
                WhatIf = [.. (parsed.GetValue(WhatIf) ?? []).Select(WhatIfSpec.Parse)],
            },
            RequirePrices = parsed.GetValue(RequirePrices),
            FailOn = parsed.GetValue(FailOn) is { } severity ? Enum.Parse<Severity>(severity, ignoreCase: true) : null,
            BudgetUsd = parsed.GetValue(BudgetUsd),
            Redact = parsed.GetValue(Redact),
            EmitConf = parsed.GetValue(Emit) is not null,
            Against = parsed.GetValue(Against),
            AllLedgers = parsed.GetValue(GlobalOptions.Verbose),
            Color = !parsed.GetValue(NoColor) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    static Option<string?> OldArch()
    {
        var option = Values.OneOf("--arch", "Old name of --ran-on.", PriceOptions.Architectures);
        option.Hidden = true;
        return option;
    }

    /// <summary>What the old name of <c>--ran-on</c> says.</summary>
    static string? RanOn(ParseResult parsed, CliContext context)
    {
        if (parsed.GetValue(Arch) is not { } processor) return null;
        context.Error.WriteLine("warning: diagnose --arch is now --ran-on; the next version will not know --arch");
        return processor;
    }
}
