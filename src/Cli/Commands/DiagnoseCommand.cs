using System.CommandLine;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Cli.Settings;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer diagnose LOG</c>: one run, its causes and its costs.</summary>
static class DiagnoseCommand
{
    static readonly Argument<string> Log = new("LOG")
    {
        Description = "Event log: a file, compressed or not; a rolling or Databricks folder; a zip from the History Server; "
            + "s3://BUCKET/KEY or s3://BUCKET/PREFIX/; hdfs://NAMENODE/PATH; http://HOST:18080/history/APPLICATION; "
            + "emr://CLUSTER[/APPLICATION], emr-serverless://APPLICATION/JOBRUN, "
            + "emr-containers://VIRTUALCLUSTER/JOBRUN, glue://JOB/JOBRUN; or - for standard input.",
    };

    static readonly Option<string?> Format = Values.OneOf(
        "--format", "Report format. Default: from the extension of the --output file, else text.", ReportFormat.All);
    static readonly Option<string?> Output = new(
        "--output", "-o")
    { HelpName = "FILE", Description = "Write the report to FILE (never partially written). Default, or \"-\": standard output." };
    static readonly Option<string?> Attempt = new(
        "--attempt")
    { HelpName = "ATTEMPT", Description = "Application attempt to read from a folder or zip. Default: the last one." };

    /// <summary>Kept for one version more: what <c>--ran-on</c> is now.</summary>
    static readonly Option<string?> Arch = OldArch();
    static readonly Option<bool> RequirePrices = new("--require-prices")
    {
        Description = "Exit with code 5 if the cost of the run is not known.",
    };
    static readonly Option<string[]> WhatIf = new(
        "--what-if")
    {
        HelpName = "EXECUTORS",
        Description = "Simulate the same run with other executors: 8x2 (8 executors of 2 cores) or dynamic:2-16x4. Repeatable."
    };
    static readonly Option<string?> FailOn = Values.OneOf(
        "--fail-on", "Exit with code 10 if a finding is this severe or worse.",
        Enum.GetNames<Severity>().Select(s => s.ToLowerInvariant()).ToArray());
    static readonly Option<decimal?> BudgetUsd = Values.PositiveDecimal(
        "--budget-usd", "Exit with code 10 if the run cost more than this, or if its cost is not known.");
    static readonly Option<string?> Emit = Values.OneOf(
        "--emit", "Write the proposed settings as lines of spark-defaults.conf, each with its reason, instead of the report.", ["conf"]);
    static readonly Option<string?> Against = new(
        "--against")
    {
        HelpName = "FILE",
        Description =
        "Compare the settings in FILE (spark-defaults.conf, a spark-submit command, earlier --emit conf output) with the proposed ones."
    };
    static readonly Option<string?> State = new(
        "--state")
    {
        HelpName = "DIR|s3://",
        Description = "State of report: begin with what differs from the last good runs of the same job, and what that cost (text and md).",
    };
    static readonly Option<string?> History = new(
        "--history")
    {
        HelpName = "SOURCE",
        Description = "As --state, from earlier logs: a folder, an S3 prefix or a History Server. The newest 30 logs are read at most.",
    };
    static readonly Option<bool> Redact = new(
        "--redact")
    { Description = "Replace names, hosts, paths, SQL and error texts from the log by stable pseudonyms; only known words stay." };

    static readonly Option<bool> Follow = new("--follow")
    {
        Description = "Print a line about a running application each time its log has grown (time, cost, jobs, and with --state or "
            + "--history when it is expected to end), and the report when it has ended.",
    };
    static readonly Option<long?> Deadline = new("--deadline")
    {
        HelpName = "TIME",
        Description = "With --follow: exit with code 10 if the run takes longer (45m, 1h30m, 90s), or will, by earlier runs of its job.",
        CustomParser = Times.Parse,
    };

    /// <summary>Volumes that every diagnosis tries.</summary>
    static readonly double[] TwiceTheInput = [2];

    public static Command Create(CliContext context)
    {
        var command = new Command("diagnose", "Shows what was slow in one run, why, what it cost, and what it would cost elsewhere.")
        {
            Log, Format, Output, Attempt, WhatIf, RequirePrices, FailOn, BudgetUsd, Emit, Against, State,
            History, Follow, Deadline,
            CalibrationOption.File, Redact, ChartsOption.Folder, ColorOption.None, Arch,
        };
        foreach (var option in PriceOptions.OfOne.Concat(SourceOptions.All)) command.Add(option);
        command.SetAction(parsed =>
        {
            var request = Request(parsed, context);
            return request.Follow ? Following.Run(request, context) : Diagnosis.Run(request, context);
        });
        return command;
    }

    static DiagnosisRequest Request(ParseResult parsed, CliContext context)
    {
        var output = parsed.GetValue(Output);
        var format = ReportFormat.Choose(parsed.GetValue(Format), output);
        var settingsOnly = parsed.GetValue(Emit) is not null || parsed.GetValue(Against) is not null;
        // what a format does not show is not worked out
        var charts = ChartsOption.Read(parsed);
        if (settingsOnly && charts is not null)
            throw new RightsizerException(
                ExitCode.BadArguments, "--charts: --emit and --against write settings only; leave one of them out");
        var showsSettings = format is ReportFormat.Html or ReportFormat.Json or ReportFormat.Text;
        var state = ReportCommand.StatePlace(parsed.GetValue(State));
        var history = parsed.GetValue(History);
        if (state is not null && history is not null)
            throw new RightsizerException(
                ExitCode.BadArguments, "--history: not with --state, which has the same answer; give one of them");
        if ((state ?? history) is not null
            && (parsed.GetValue(Redact) || format is not (ReportFormat.Text or ReportFormat.Markdown)))
            throw new RightsizerException(
                ExitCode.BadArguments, (state is null ? "--history" : "--state")
                    + ": only with text and md, and not with --redact, which hides the job's name");
        var follow = parsed.GetValue(Follow);
        if (!follow && parsed.GetValue(Deadline) is not null)
            throw new RightsizerException(ExitCode.BadArguments, "--deadline: only with --follow");
        if (follow && (format != ReportFormat.Text || output is not null || settingsOnly || charts is not null || parsed.GetValue(Redact)
            || parsed.GetRequiredValue(Log) == "-"))
            throw new RightsizerException(ExitCode.BadArguments,
                "--follow: prints lines of text; leave out --format, --output, --emit, --against, --charts, --redact and standard input");
        var pricing = PriceOptions.Read(parsed, context, RanOn(parsed, context));
        return new DiagnosisRequest
        {
            Log = parsed.GetRequiredValue(Log),
            Source = SourceOptions.Read(parsed),
            Format = format,
            OutputFile = output is "-" ? null : output,
            Attempt = parsed.GetValue(Attempt),
            Analysis = new AnalysisOptions
            {
                Pricing = pricing,
                Detectors = ProjectFile.Find(parsed).Detectors,
                Alternatives = charts is not null || !settingsOnly && format is not (ReportFormat.Sarif or ReportFormat.JUnit),
                Sweep = charts is not null || showsSettings && !settingsOnly,
                Volumes = (showsSettings || format == ReportFormat.Markdown) && !settingsOnly ? TwiceTheInput : [],
                BriefSweep = format == ReportFormat.Text,
                Patch = showsSettings || settingsOnly,
                Calibration = CalibrationOption.Read(parsed, state, context),
                WhatIf = [.. (parsed.GetValue(WhatIf) ?? []).Select(text => WhatIfSpec.Parse(text))],
            },
            State = state,
            History = history,
            Follow = follow,
            DeadlineMs = parsed.GetValue(Deadline),
            // only where runs are kept or compared: it loads libcrypto, 4 MB
            PricingFingerprint = state is null && history is null && !follow ? "" : PriceOptions.Fingerprint(parsed, pricing),
            RequirePrices = parsed.GetValue(RequirePrices),
            FailOn = parsed.GetValue(FailOn) is { } severity ? Enum.Parse<Severity>(severity, ignoreCase: true) : null,
            BudgetUsd = parsed.GetValue(BudgetUsd),
            Redact = parsed.GetValue(Redact),
            EmitConf = parsed.GetValue(Emit) is not null,
            Against = parsed.GetValue(Against),
            Verbose = parsed.GetValue(GlobalOptions.Verbose),
            Color = ColorOption.Allows(parsed),
            Charts = charts,
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
