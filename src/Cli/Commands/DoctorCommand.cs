using System.CommandLine;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Doctor;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Doctor;
using Rightsizer.Reports.Emit;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer doctor [SOURCE]</c>: what answers rest on, and what one setting more would add.</summary>
static class DoctorCommand
{
    const string SettingsName = "spark-defaults.conf";

    /// <summary>Logs of a folder that are looked into, the newest.</summary>
    const int LogsLookedInto = 20;

    static readonly Argument<string?> Source = new("SOURCE")
    {
        Description = "A log, a folder or prefix of logs, a History Server, or a spark-defaults.conf. Default: this machine's Spark.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<string?> Format = Values.OneOf("--format", "What the answer is written as. Default: text.", ["text", "json"]);

    public static Command Create(CliContext context)
    {
        var command = new Command(
            "doctor", "Shows whether event logs are on, complete and readable, and what one setting more would add.") { Source, Format };
        foreach (var option in PriceOptions.OfOne.Concat(SourceOptions.All)) command.Add(option);
        command.SetAction(parsed => Run(parsed, context));
        return command;
    }

    static int Run(ParseResult parsed, CliContext context)
    {
        var (source, pricing) = (SourceOptions.Read(parsed), PriceOptions.Read(parsed, context));
        var unreadable = ExitCode.Ok;
        var subjects = parsed.GetValue(Source) is not { } place ? Machine()
            : place.EndsWith(".conf", StringComparison.OrdinalIgnoreCase) ? [Settings(place)]
            : Logs(place, source, pricing, context, out unreadable);
        if (parsed.GetValue(Format) == "json") DoctorReport.WriteJson(context.Output, subjects);
        else
        {
            using var output = new StreamWriter(context.Output, leaveOpen: true);
            DoctorReport.Compose(subjects, context.OutputIsTerminal ? context.OutputWidth : CliContext.TextWidth).WriteTo(output);
        }
        // as for the other commands: over many logs only where none could be read
        return (int)unreadable;
    }

    /// <summary>The settings of the Spark that is installed here.</summary>
    static List<DoctorSubject> Machine()
    {
        var folders = new List<string>();
        if (Environment.GetEnvironmentVariable("SPARK_CONF_DIR") is { Length: > 0 } configured) folders.Add(configured);
        if (Environment.GetEnvironmentVariable("SPARK_HOME") is { Length: > 0 } home) folders.Add(Path.Combine(home, "conf"));
        folders.AddRange(["/etc/spark/conf", "/usr/lib/spark/conf"]);
        return folders.Select(f => Path.Combine(f, SettingsName)).FirstOrDefault(File.Exists) is { } file ? [Settings(file)]
            : throw new RightsizerException(ExitCode.InputUnreadable,
                $"no {SettingsName} in SPARK_CONF_DIR, SPARK_HOME/conf or /etc/spark/conf; give a log, a folder of logs or a "
                    + $"{SettingsName}");
    }

    static DoctorSubject Settings(string file)
    {
        try
        {
            return new DoctorSubject(file, EvidenceChecks.OfSettings(SettingsFile.Read(File.ReadAllText(file))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{file}: {(File.Exists(file) ? e.Message : "no such file")}", e);
        }
    }

    /// <summary>Each log with its checks; of a folder the newest, and first what holds for the folder.</summary>
    /// <param name="place">Log, folder or prefix.</param>
    /// <param name="source">How it is read.</param>
    /// <param name="pricing">For the check of prices.</param>
    /// <param name="context">Of the command.</param>
    /// <param name="unreadable">Why the first could not be read where none could; else ok.</param>
    static List<DoctorSubject> Logs(
        string place, SourceOptions source, PriceContext pricing, CliContext context, out ExitCode unreadable)
    {
        using var progress = new ProgressDisplay(context.Error, context.ErrorIsTerminal, context.ProgressAfter);
        var all = place == "-" ? [.. LogSources.Find(place, source, context)] : LogSources.FindAll(place, source, context).ToList();
        if (all.Count == 0) throw new RightsizerException(ExitCode.NotAnEventLog, $"{place}: no Spark event log in it");
        var newest = all.OrderByDescending(l => l.Parts.Max(p => p.ModifiedMs) ?? 0).ThenBy(l => l.Location, StringComparer.Ordinal)
            .Take(LogsLookedInto).ToList();
        var failures = new List<ExitCode>();
        var subjects = newest.Select(l => Log(l, pricing, progress, context, failures)).ToList();
        unreadable = failures.Count == newest.Count ? failures[0] : ExitCode.Ok;
        if (all.Count == 1) return subjects;
        return [new DoctorSubject(place, Folder(all, newest, subjects)), .. subjects.Where(s =>
            s.Checks.Any(c => c.State == CheckState.Failed))];
    }

    static DoctorSubject Log(
        EventLog log, PriceContext pricing, ProgressDisplay progress, CliContext context, List<ExitCode> failures)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        try
        {
            var run = ApplicationRunLoader.Load(log, ReaderSettings.Create(readAccumulables: false), progress, context.Cancellation);
            return new DoctorSubject(log.Location, EvidenceChecks.OfRun(
                ApplicationAnalyzer.Analyze(run, new AnalysisOptions { Pricing = pricing }, progress, context.Cancellation)));
        }
        catch (RightsizerException e) when (e.ExitCode is ExitCode.InputUnreadable or ExitCode.NotAnEventLog)
        {
            failures.Add(e.ExitCode);
            return new DoctorSubject(log.Location, [new EvidenceCheck("readable", CheckState.Failed, PlainText.OneLine(e.Message))]);
        }
    }

    /// <summary>What was found in several logs, each thing once with the number of logs.</summary>
    static List<EvidenceCheck> Folder(IReadOnlyList<EventLog> all, IReadOnlyList<EventLog> looked, IReadOnlyList<DoctorSubject> subjects)
    {
        var checks = new List<EvidenceCheck>
        {
            new("logs", CheckState.Ok, FormattableString.Invariant($"{all.Count} logs; the newest {looked.Count} were read.")),
        };
        var unfinished = all.Count(l => l.InProgress == true);
        if (unfinished > 0)
            checks.Add(new EvidenceCheck("inProgress", CheckState.Ok,
                FormattableString.Invariant($"{unfinished} of them are marked as in progress.")));
        // the words differ where they quote a log: what to do is the same
        checks.AddRange(subjects.SelectMany(s => s.Checks).Where(c => c.State != CheckState.Ok)
            .GroupBy(c => (c.Id, c.State, c.Do)).OrderByDescending(g => g.Count())
            .Select(g => g.First() with
            {
                What = FormattableString.Invariant($"In {g.Count()} of {looked.Count} logs: {g.First().What}"),
            }));
        return checks;
    }
}
