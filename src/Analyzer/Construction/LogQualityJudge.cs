using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Says what is missing in a log and what that puts in doubt.</summary>
static class LogQualityJudge
{
    /// <summary>More task ends lost than this and sums are not to be trusted; docs/science.md 1.5.</summary>
    const double PoorLostShare = 0.01;

    public static LogQuality Judge(
        EventLog log, ReadSummary read, ApplicationInfo app, IReadOnlyList<StageAttempt> stages, long endsWithoutStart, long endsWithoutStage)
    {
        var doubts = new List<string>();
        var poor = false;
        if (app.StartTimeMs is null)
        {
            doubts.Add("No application start: durations and cost are not known.");
            poor = true;
        }
        else if (app.EndTimeMs is null) doubts.Add("No application end: still running, killed, or cut; times count to the last event.");
        if (read.Parts.Any(p => p.StreamError is not null)) doubts.Add("A compressed stream stops short: events after that point are missing.");
        else if (read.Truncated) doubts.Add("The last line is cut: the event in it is missing.");
        if (read.MalformedLines > 0) doubts.Add(Text($"{read.MalformedLines} of {read.Lines} lines are no event: sums may be too low."));
        if (log.MissingIndices.Count > 0) doubts.Add(Text($"Parts missing: {string.Join(", ", log.MissingIndices)}; sums are too low."));
        if (log.Compacted) doubts.Add("Spark compacted this log: finished jobs and their tasks were dropped from it.");
        if (endsWithoutStart > 0) doubts.Add(Text($"{endsWithoutStart} task ends have no task start: their metrics are not counted, as in Spark."));

        var unfinished = stages.Where(s => s.Status == "COMPLETE").Sum(s => (long)Math.Max(0, s.Info.NumTasks - s.NumCompletedIndices));
        var tasks = stages.Where(s => s.Status == "COMPLETE").Sum(s => (long)s.Info.NumTasks);
        if (unfinished > 0)
        {
            doubts.Add(Text($"{unfinished} of {tasks} tasks of completed stages have no end in the log: events were dropped; sums are too low."));
            poor |= unfinished > PoorLostShare * tasks;
        }
        var partial = doubts.Count > 0;
        return new LogQuality
        {
            Path = log.Location,
            Kind = KindName(log.Kind),
            Codec = string.Join('+', read.Parts.Select(p => p.Codec).Distinct().Order(StringComparer.Ordinal)),
            Bytes = read.Bytes,
            PlainBytes = read.PlainBytes,
            Lines = read.Lines,
            MalformedLines = read.MalformedLines,
            MalformedByKind = read.MalformedByKind,
            FirstMalformed = read.FirstMalformed,
            Truncated = read.Truncated,
            Grade = poor ? QualityGrade.Poor : partial ? QualityGrade.Partial : QualityGrade.Complete,
            Doubts = doubts,
            EventCounts = read.EventCounts,
            TaskEndsWithoutStart = endsWithoutStart,
            TaskEndsWithoutLiveStage = endsWithoutStage,
        };
    }

    static string KindName(EventLogKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    static string Text(FormattableString s) => s.ToString(CultureInfo.InvariantCulture);
}
