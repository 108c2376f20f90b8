using System.Globalization;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Model;
using Rightsizer.Cli.Fleet;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Sizing;

/// <summary>The runs behind the places that <c>size</c> was given; one bad log among many is told and left out.</summary>
static class SizingLogs
{
    /// <summary>One run an application, in the order found.</summary>
    /// <param name="places">Paths and addresses.</param>
    /// <param name="source">How stores are reached.</param>
    /// <param name="context">Standard input, and where a log that is left out is reported.</param>
    /// <param name="progress">Told of each log.</param>
    /// <param name="redact">Strings of the logs that are not known are replaced as they are read.</param>
    /// <param name="check">Asked about each log before it is read; throws for one that must not be.</param>
    /// <exception cref="RightsizerException">Nothing could be read.</exception>
    public static IReadOnlyList<ApplicationRun> Read(
        IReadOnlyList<string> places, SourceOptions source, CliContext context, ProgressDisplay progress, bool redact = false,
        Action<EventLog>? check = null)
    {
        var logs = places.SelectMany(p => p == "-" ? LogSources.Find(p, source, context) : FleetLogList.Find(p, source, context)).ToList();
        if (check is not null) logs.ForEach(check);
        return Read(logs, places, context, progress, redact);
    }

    /// <summary>The same of logs that were found already.</summary>
    /// <exception cref="RightsizerException">Nothing could be read.</exception>
    public static IReadOnlyList<ApplicationRun> Read(
        IReadOnlyList<EventLog> logs, IReadOnlyList<string> places, CliContext context, ProgressDisplay progress, bool redact)
    {
        var runs = new List<ApplicationRun>();
        RightsizerException? last = null;
        foreach (var log in logs)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            try
            {
                if (logs.Count > 1)
                    ((IProgress<string>)progress).Report(FormattableString.Invariant($"reading log {runs.Count + 1} of {logs.Count}"));
                runs.Add(ApplicationRunLoader.Load(
                    log, ReaderSettings.Create(readAccumulables: false, redact: redact), logs.Count == 1 ? progress : null,
                    context.Cancellation));
            }
            catch (RightsizerException e) when (logs.Count > 1 && e.ExitCode is ExitCode.InputUnreadable or ExitCode.NotAnEventLog)
            {
                context.Error.WriteLine($"left out: {Reports.Formatting.PlainText.OneLine(e.Message)}");
                last = e;
            }
        }
        if (runs.Count == 0)
            throw last ?? new RightsizerException(ExitCode.NotAnEventLog, $"{string.Join(", ", places)}: no Spark event log there");
        return OneEach(runs, context);
    }

    /// <summary>Of logs of one application, the last attempt's; among equals the one with the most in it.</summary>
    static List<ApplicationRun> OneEach(List<ApplicationRun> runs, CliContext context)
    {
        var kept = runs.Select((run, place) => (run, place))
            .GroupBy(r => r.run.App.Id is { } id ? $"{id}\n{r.run.App.Name}" : r.place.ToString(CultureInfo.InvariantCulture),
            StringComparer.Ordinal)
            .Select(g => g.OrderBy(
            r => int.TryParse(r.run.App.AttemptId, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)
                .ThenBy(r => r.run.Stages.Sum(s => (long)s.Tasks.Count)).ThenByDescending(r => r.place).Last())
            .OrderBy(r => r.place).Select(r => r.run).ToList();
        var doubles = runs.Count - kept.Count;
        if (doubles > 0)
            context.Error.WriteLine(FormattableString.Invariant(
                $"left out: {doubles} {(doubles == 1 ? "log" : "logs")} of applications of which another log is counted"));
        return kept;
    }
}
