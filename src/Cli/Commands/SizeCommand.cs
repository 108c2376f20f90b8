using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Cli.Sizing;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer size LOG...</c>: the cluster to take for a job, or a study of many jobs.</summary>
static class SizeCommand
{
    static readonly Argument<string[]> Logs = new(
        "LOG")
    {
        Description =
        "Logs of one job, in any form that diagnose accepts, or folders and prefixes. Logs of several jobs give a migration study.",
        Arity = ArgumentArity.ZeroOrMore
    };
    static readonly Option<long?> Deadline = new(
        "--deadline")
    {
        HelpName = "TIME",
        Description =
        "Time limit that 90 % of runs must meet, from submit to end (45m, 1h30m, 90s). Default: 1.1 times today's time so counted.",
        CustomParser = Times.Parse
    };
    static readonly Option<int?> MaxNodes = Values.Whole(
        "--max-nodes", "N", "Use at most N worker nodes, Serverless executors or Glue workers.", least: 1);
    static readonly Option<string[]> Allow = Values.Names(
        "--allow", "TYPES", "Use only these instance types or families, such as r7g,m7g.2xlarge.");
    static readonly Option<string[]> Deny = Values.Names("--deny", "TYPES", "Do not use these instance types or families.");
    static readonly Option<string[]> Arch = Values.SomeOf("--arch", "Processors to choose from.", PriceOptions.Architectures);
    static readonly Option<string[]> Purchases = Values.SomeOf("--purchase", "How worker nodes may be bought.", ["on-demand", "spot"]);
    static readonly Option<string[]> Platform = Values.SomeOf("--platform", "Where the job may run.", [.. SizingPlatform.All]);
    static readonly Option<decimal?> RunsPerWeek = new(
        "--runs-per-week")
    { HelpName = "N", Description = "Runs per week, to calculate the cost of a year.", CustomParser = ParsePositive };
    static readonly Option<double?> EngineFactor = Values.Number(
        "--engine-factor", "RATIO",
        "Run time on plain Spark divided by the run time in the log, as you measured it. "
        + "For runs with Photon, RAPIDS, Comet or Gluten.", 0, false, 100,
        "2.5");
    static readonly Option<double?> InterruptionsPerHour = Values.Number(
        "--interruptions-per-hour", "RATE", "Spot interruptions per instance and hour. Default: from the price list, by instance type.",
        0, true, 60, "0.02");
    static readonly Option<bool> PlacementScores = new(
        "--placement-scores")
    { Description = "Ask EC2 how likely it is now to place the Spot nodes of the options, and show its scores with them." };
    static readonly Option<int?> StartUp = Values.Whole(
        "--start-up", "SECONDS",
        "Seconds from submit to the start of the application. Default: an assumed value per platform (EMR on EC2 210, EKS 150, "
        + "Serverless and Glue 60).", least: 0);
    static readonly Option<bool> NoBaseline = new(
        "--no-baseline")
    { Description = "The current cluster goes away: recommend the cheapest target and show no saving." };
    static readonly Option<bool> RequirePrices = new(
        "--require-prices")
    { Description = "Exit with code 5 if the price of today's cluster or of the recommendation is missing." };
    static readonly Option<string?> State = new(
        "--state")
    {
        HelpName = "DIR|s3://",
        Description = "Keep the chosen cluster (the recommendation, or the option of --emit) in the state of report, which says later "
            + "whether the prediction came true.",
    };
    static readonly Option<string[]> Data = Values.Names(
        "--data", "RATIOS",
        "Also try more input: 1.5x,2x predicts time and cost at 1.5 and 2 times the input of the runs, and what breaks first.");
    static readonly Option<int?> Ledger = Values.Whole(
        "--ledger", "N", "Show the cost lines of option N instead of the report; 0 is today's cluster.", least: 0);

    static readonly Option<string[]> Emit = new("--emit")
    {
        HelpName = "KIND [N]",
        Description = $"Write the recommendation, or option N, as {string.Join(", ", EmitKind.All)}.",
        Arity = new ArgumentArity(1, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    static readonly Option<int?> ScalingIndex = new("--scaling-index")
    {
        HelpName = string.Join('|', ManagedScaling.Indexes),
        Description = "With --emit: managed scaling of EMR on EC2 is ADVANCED, from 1 (few nodes) to 100 (short runs). Default: as the "
            + "policy in the cluster file, else EMR's own.",
        CustomParser = ParseIndex,
    };

    static readonly Option<string?> Format = new(
        "--format")
    {
        HelpName = string.Join('|', SizeCommandRequest.Formats),
        Description = "Report format. Default: from the extension of the --output file, else text."
    };
    static readonly Option<string?> Output = new(
        "--output", "-o")
    { HelpName = "FILE", Description = "Write to FILE (never partially written). Default, or \"-\": standard output." };

    static readonly Option<bool> Redact = new("--redact")
    { Description = "Replace the names of jobs and applications, and all else of the logs that is not known, by stable pseudonyms." };

    public static Command Create(CliContext context)
    {
        var command = new Command("size",
            "Recommends a cluster for a job, with its cost and how sure that is. For many jobs: what moving them would cost.")
        {
            Logs, Deadline, MaxNodes, Allow, Deny, Arch, Purchases, Platform, RunsPerWeek, EngineFactor, InterruptionsPerHour,
                PlacementScores, StartUp, Data, NoBaseline, RequirePrices, CalibrationOption.File, State, Ledger, Emit, ScalingIndex,
                Format, Output, Redact, ChartsOption.Folder, ColorOption.None,
        };
        Format.Validators.Add(r =>
        {
            if (r.Tokens.Count > 0 && r.Tokens[^1].Value is var w && !SizeCommandRequest.Formats.Contains(w))
                r.AddError($"--format {w}: must be one of {string.Join(", ", SizeCommandRequest.Formats)}");
        });
        foreach (var option in PriceOptions.OfOne.Concat(SourceOptions.All)) command.Add(option);
        command.SetAction(parsed => SizingSession.Run(Request(parsed, context), context));
        return command;
    }

    static SizeCommandRequest Request(ParseResult parsed, CliContext context)
    {
        var output = parsed.GetValue(Output);
        var (kind, rank, swallowed) = EmitOf(parsed.GetValue(Emit) ?? []);
        IReadOnlyList<string> logs = [.. parsed.GetValue(Logs) ?? [], .. swallowed];
        if (logs.Count == 0)
            throw new RightsizerException(
                ExitCode.BadArguments, "no log given, for example: rightsizer size app.zstd (see rightsizer size --help)");
        if (parsed.GetValue(Format) is { } format
            && (kind is not null || (parsed.GetValue(Ledger) is not null && format != ReportFormat.Text)))
            throw new RightsizerException(ExitCode.BadArguments,
                $"--format {format}: "
                + $"{(kind is null ? "--ledger prints text; json, md and html hold every ledger" : "--emit has a form of its own")}; "
                + $"leave one of them out");
        if (parsed.GetValue(ScalingIndex) is not null && kind is not (EmitKind.Terraform or EmitKind.EmrJson))
            throw new RightsizerException(
                ExitCode.BadArguments, $"--scaling-index: only with --emit {EmitKind.Terraform} or --emit {EmitKind.EmrJson}");
        var state = ReportCommand.StatePlace(parsed.GetValue(State));
        var charts = ChartsOption.Read(parsed);
        if (charts is not null && (kind is not null || parsed.GetValue(Ledger) is not null))
            throw new RightsizerException(
                ExitCode.BadArguments, $"--charts: {(kind is null ? "--ledger" : "--emit")} has no charts; leave one of them out");
        var scores = parsed.GetValue(PlacementScores);
        if (scores && (kind is not null || parsed.GetValue(Ledger) is not null))
            throw new RightsizerException(ExitCode.BadArguments,
                $"--placement-scores: {(kind is null ? "--ledger" : "--emit")} does not show them; leave one of them out");
        var redact = parsed.GetValue(Redact);
        if (redact && (kind is not null || state is not null))
            throw new RightsizerException(ExitCode.BadArguments,
                $"--redact: not with {(kind is null ? "--state" : "--emit")}, which needs the names of the job; leave one of them out");
        return new SizeCommandRequest
        {
            Logs = logs,
            Source = SourceOptions.Read(parsed),
            Format = SizeCommandRequest.ChooseFormat(parsed.GetValue(Format), output),
            OutputFile = output is "-" ? null : output,
            Sizing = new SizingRequest
            {
                DeadlineMs = parsed.GetValue(Deadline),
                MaxNodes = parsed.GetValue(MaxNodes),
                AllowTypes = parsed.GetValue(Allow) ?? [],
                DenyTypes = parsed.GetValue(Deny) ?? [],
                Architectures = parsed.GetValue(Arch) ?? [],
                Purchases = [.. (parsed.GetValue(Purchases) ?? []).Select(p => p == "spot" ? Purchase.Spot : Purchase.OnDemand)],
                Platforms = parsed.GetValue(Platform) ?? [],
                RunsPerWeek = parsed.GetValue(RunsPerWeek),
                EngineFactor = parsed.GetValue(EngineFactor),
                InterruptionsPerHour = parsed.GetValue(InterruptionsPerHour),
                StartUpSeconds = parsed.GetValue(StartUp),
                NoBaseline = parsed.GetValue(NoBaseline),
                Volumes = [.. (parsed.GetValue(Data) ?? []).Select(VolumeOf)],
                Pricing = PriceOptions.Read(parsed, context),
                Calibration = CalibrationOption.Read(parsed, state, context),
            },
            Ledger = parsed.GetValue(Ledger),
            EmitKind = kind,
            EmitRank = rank,
            ScalingIndex = parsed.GetValue(ScalingIndex),
            RequirePrices = parsed.GetValue(RequirePrices),
            PlacementScores = scores,
            State = state,
            All = parsed.GetValue(GlobalOptions.Verbose),
            Redact = redact,
            Color = ColorOption.Allows(parsed),
            Charts = charts,
        };
    }

    /// <summary>What follows the kind is an offer's number, or already the next log.</summary>
    static (string? Kind, int? Rank, IReadOnlyList<string> Logs) EmitOf(string[] words)
    {
        if (words.Length == 0) return (null, null, []);
        EmitKind.Platforms(words[0]);
        if (words.Length == 1) return (words[0], null, []);
        return int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rank) ? (words[0], rank, [])
            : (words[0], null, [words[1]]);
    }

    /// <summary>"2x" or "1.5".</summary>
    static double VolumeOf(string text)
    {
        const double most = 8;
        return double.TryParse(text.TrimEnd('x', 'X'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio)
            && ratio is >= 1 / most and <= most
            ? ratio
            : throw new RightsizerException(ExitCode.BadArguments,
                $"--data {text}: must be the input over that of the runs, from 0.125x to 8x, such as 1.5x,2x");
    }

    static int? ParseIndex(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && ManagedScaling.Indexes.Contains(index)) return index;
        result.AddError($"--scaling-index {result.Tokens[^1].Value}: must be one of {string.Join(", ", ManagedScaling.Indexes)}");
        return null;
    }

    static decimal? ParsePositive(ArgumentResult result)
    {
        if (decimal.TryParse(result.Tokens[^1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v)
            && v is > 0 and <= 1_000_000) return v;
        result.AddError($"--runs-per-week {result.Tokens[^1].Value}: must be a number above 0, such as 7");
        return null;
    }
}
