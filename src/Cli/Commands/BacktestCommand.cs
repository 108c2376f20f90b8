using System.CommandLine;
using System.Globalization;
using System.Text;
using Rightsizer.Analyzer.Answers.Backtest;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Cli.Files;
using Rightsizer.Cli.Fleet;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Backtest;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer backtest SOURCE...</c>: how right predictions would have been on runs that are known.</summary>
static class BacktestCommand
{
    static readonly string[] Formats = [ReportFormat.Text, ReportFormat.Json, ReportFormat.Markdown];
    const string EmitCalibration = "calibration", LeaveOutProgram = "program";

    /// <summary>Tasks of runs that are kept at one time: about a gigabyte.</summary>
    const long MostTasks = 8_000_000;

    static readonly Argument<string[]> Sources = new(
        "SOURCE")
    { Description = "Folders, S3 prefixes, History Servers, single logs: several runs of each job.", Arity = ArgumentArity.OneOrMore };
    static readonly Option<bool> AllPairs = new("--all-pairs")
    { Description = "Predict every run from every other of its job, not only from the one before it." };
    static readonly Option<string?> LeaveOut = Values.OneOf(
        "--leave-out", "Fit the constants without the program that is predicted (all pairs): how right they are on programs never seen.",
        [LeaveOutProgram]);
    static readonly Option<double?> MaxRatio = Values.Number(
        "--max-ratio", "RATIO", "Leave out pairs whose slots differ by more than this factor.", 1, true, 8, "2");
    static readonly Option<string[]> Emit = new("--emit")
    {
        HelpName = "calibration FILE",
        Description = "Write constants fitted to these runs to FILE, for --calibration of diagnose and size.",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };
    static readonly Option<string?> State = new(
        "--state")
    {
        HelpName = "DIR|s3://",
        Description = "Keep constants fitted to these runs in the state of report: size --state and diagnose --state predict with them.",
    };
    static readonly Option<string?> Labels = new("--labels")
    {
        HelpName = "FILE",
        Description = "Tab-separated, with a heading: log (file name), and firstJob (job id with which the work begins), workMs (its "
            + "time) or probeMs (time of a fixed piece of work, to correct for the computer's speed)."
    };
    static readonly Option<string?> Format = Values.OneOf(
        "--format", "What the report is written as; text, or what the ending of --output says.", Formats);
    static readonly Option<string?> Output = new(
        "--output", "-o")
    { HelpName = "FILE", Description = "Write the report to FILE, whole or not at all; - or nothing is stdout." };

    public static Command Create(CliContext context)
    {
        var command = new Command("backtest",
            "Predicts runs that are already known from other runs of the same job, and reports how far off the predictions were.")
        {
            Sources, AllPairs, LeaveOut, MaxRatio, Labels, Emit, State, CalibrationOption.File, Format, Output, ColorOption.None,
        };
        foreach (var option in SourceOptions.All) command.Add(option);
        command.SetAction(parsed => Run(parsed, context));
        return command;
    }

    static int Run(ParseResult parsed, CliContext context)
    {
        var output = parsed.GetValue(Output);
        var format = ReportFormat.Choose(parsed.GetValue(Format), output);
        if (output is "-") output = null;
        if (!Formats.Contains(format)) format = ReportFormat.Text;
        var emit = parsed.GetValue(Emit) ?? [];
        if (emit.Length > 0 && emit[0] != EmitCalibration)
            throw new RightsizerException(ExitCode.BadArguments, $"--emit {emit[0]}: must be calibration, followed by a file");
        var state = ReportCommand.StatePlace(parsed.GetValue(State));
        context = context with
        {
            Outputs = OutputPlaces.Check([("--output", output), ("--emit calibration", emit.ElementAtOrDefault(1))], [("--state", state)]),
        };
        var leaveOut = parsed.GetValue(LeaveOut) is not null;
        var options = new BacktestOptions
        {
            AllPairs = leaveOut || parsed.GetValue(AllPairs),
            LeaveOneOut = leaveOut,
            MaxSlotsRatio = parsed.GetValue(MaxRatio),
            Fit = emit.Length > 0 || state is not null,
            Calibration = CalibrationOption.Read(parsed),
        };
        var labels = parsed.GetValue(Labels) is { } file ? ReadLabels(file) : [];
        BacktestResult result;
        long newest;
        using (var progress = new ProgressDisplay(context.Error, context.ErrorIsTerminal, context.ProgressAfter))
        {
            var runs = ReadRuns(parsed.GetRequiredValue(Sources), SourceOptions.Read(parsed), labels, context, progress);
            ((IProgress<string>)progress).Report("predicting");
            result = Backtester.Run(runs, options, context.Cancellation);
            newest = runs.Select(r => r.StartMs).DefaultIfEmpty(0).Max();
        }
        Write(result, format, output, parsed, context);
        if (emit.Length > 0) WriteCalibration(result, emit[1], context);
        if (state is not null) Keep(result, newest, FleetReporting.Store(state, SourceOptions.Read(parsed), context), context);
        return (int)ExitCode.Ok;
    }

    static List<BacktestRun> ReadRuns(IReadOnlyList<string> places, SourceOptions source, Dictionary<string, BacktestLabel> labels,
        CliContext context, IProgress<string> progress)
    {
        var logs = places.SelectMany(p => FleetLogList.Find(p, source, context)).ToList();
        var runs = new List<BacktestRun>();
        var known = new Dictionary<(string, long), string>();
        long tasks = 0;
        foreach (var log in logs)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            progress.Report(FormattableString.Invariant($"reading log {runs.Count + 1} of {logs.Count}"));
            try
            {
                var run = ApplicationRunLoader.Load(log, ReaderSettings.Create(readAccumulables: false), null, context.Cancellation);
                if (run.App is { Id: { } id, StartTimeMs: { } start } && !known.TryAdd((id, start), NameOf(log)))
                {
                    // a copy would be a repeat without any noise
                    context.Error.WriteLine(
                        $"left out: {PlainText.OneLine($"{LogUri.Write(log)}: the same run as {known[(id, start)]}")}");
                    continue;
                }
                tasks += run.Stages.Sum(s => (long)s.Tasks.Count);
                if (tasks > MostTasks)
                {
                    context.Error.WriteLine(FormattableString.Invariant(
                        $"left out: {logs.Count - runs.Count} logs, because those read so far hold {MostTasks:N0} tasks; ")
                        + "give fewer jobs at a time");
                    break;
                }
                var name = NameOf(log);
                runs.Add(BacktestRun.Create(run, name, labels.GetValueOrDefault(name)));
            }
            catch (RightsizerException e) when (e.ExitCode is ExitCode.InputUnreadable or ExitCode.NotAnEventLog)
            {
                context.Error.WriteLine($"left out: {PlainText.OneLine(e.Message)}");
            }
        }
        return runs;
    }

    static string NameOf(EventLog log)
    {
        var uri = LogUri.Write(log).TrimEnd('/');
        return uri[(uri.LastIndexOf('/') + 1)..];
    }

    static Dictionary<string, BacktestLabel> ReadLabels(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(
                ExitCode.BadArguments, $"--labels {file}: {(File.Exists(file) ? "cannot be read: " + e.Message : "no such file")}", e);
        }
        var heading = lines.Length == 0 ? [] : lines[0].Split('\t');
        int log = Array.IndexOf(heading, "log"), first = Array.IndexOf(heading, "firstJob"), work = Array.IndexOf(heading, "workMs"),
            probe = Array.IndexOf(heading, "probeMs");
        if (log < 0 || first < 0 && work < 0 && probe < 0)
            throw new RightsizerException(
                ExitCode.BadArguments, $"--labels {file}: the first line must name a column log, and firstJob, workMs or probeMs");
        var labels = new Dictionary<string, BacktestLabel>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split('\t');
            if (cells.Length <= log) continue;
            labels[cells[log]] = new BacktestLabel(
                Cell(first) is { } f && int.TryParse(f, NumberStyles.None, CultureInfo.InvariantCulture, out var job) ? job : null,
                Cell(work) is { } w && long.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : null,
                Cell(probe) is { } p && double.TryParse(p, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms)
                    && ms > 0 ? ms : null);

            string? Cell(int at) => at >= 0 && at < cells.Length && cells[at].Length > 0 ? cells[at] : null;
        }
        return labels;
    }

    static void WriteCalibration(BacktestResult result, string path, CliContext context)
    {
        if (result.Fitted is not { } fitted)
            throw new RightsizerException(ExitCode.GateMissed,
                "--emit calibration: fewer than 4 pairs of runs with other executors could be predicted, so no constants are fitted");
        using var file = OutputFile.Create(path, context, "--emit calibration a file");
        file.Stream.Write(Encoding.UTF8.GetBytes(CalibrationJson.Write(fitted)));
        file.Commit();
    }

    static void Keep(BacktestResult result, long newestStartMs, IStateStore store, CliContext context)
    {
        if (result.Fitted is not { } fitted)
            throw new RightsizerException(ExitCode.GateMissed,
                "--state: fewer than 4 pairs of runs with other executors could be predicted, so no constants are kept");
        CalibrationRecord.Record(fitted, newestStartMs).Keep(store);
        context.Error.WriteLine($"--state: constants fitted to {Quantity.Plural(fitted.Pairs, "pair")} of runs kept; size --state and "
            + "diagnose --state predict with them");
    }

    static void Write(BacktestResult result, string format, string? path, ParseResult parsed, CliContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (path is null)
        {
            Write(result, format, context.Output, context.OutputIsTerminal, parsed, context);
            return;
        }
        using var file = OutputFile.Create(path, context);
        Write(result, format, file.Stream, false, parsed, context);
        file.Commit();
    }

    static void Write(BacktestResult result, string format, Stream stream, bool toTerminal, ParseResult parsed, CliContext context)
    {
        if (format == ReportFormat.Json)
        {
            BacktestJson.Write(stream, result);
            return;
        }
        using var output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        if (format == ReportFormat.Markdown)
        {
            BacktestMarkdown.Write(result, output);
            return;
        }
        var page = BacktestText.Compose(
            result, toTerminal ? context.OutputWidth : CliContext.TextWidth, parsed.GetValue(GlobalOptions.Verbose));
        if (toTerminal && ColorOption.Allows(parsed)) TerminalPainter.Paint(page, output);
        else page.WriteTo(output);
    }
}
