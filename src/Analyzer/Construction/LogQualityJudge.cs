using System.Globalization;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using static System.FormattableString;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Says what is missing in a log and what that puts in doubt.</summary>
static class LogQualityJudge
{
    /// <summary>
    /// More task ends, lines or values lost than this and sums are not to be trusted; docs/science.md 1.5, docs/limits.md.
    /// </summary>
    const double PoorLostShare = 0.01;

    public static LogQuality Judge(LogEvidence evidence)
    {
        var (log, read, app, jobs, stages) = evidence;
        var endsWithoutStart = evidence.EndsWithoutStart;
        var doubts = new List<string>();
        var poor = false;
        if (app.StartTimeMs is null)
        {
            doubts.Add("No application start: durations and cost are not known.");
            poor = true;
        }
        else if (app.EndTimeMs is null) doubts.Add("No application end: still running, killed, or cut; times count to the last event.");
        if (read.Parts.Any(p => p.StreamError is not null))
            doubts.Add("A compressed stream stops short: events after that point are missing.");
        else if (read.Truncated) doubts.Add("The last line is cut: the event in it is missing.");
        if (read.MalformedLines > 0)
            doubts.Add(Invariant($"{read.MalformedLines} of {read.Lines} lines are not events: sums may be too low."));
        if (log.MissingIndices.Count > 0)
            doubts.Add(PartsMissing(log.MissingIndices));
        if (log.Compacted) doubts.Add("Spark compacted this log: finished jobs and their tasks were dropped from it.");
        if (evidence.RebuiltTasks > 0)
        {
            doubts.Add(string.Create(CultureInfo.InvariantCulture,
                $"{Quantity.Plural(evidence.RebuiltTasks, "task")} without a task start in the log: rebuilt from the task ends. "
                + $"Spark's History Server does not show them."));
        }
        var uncounted = endsWithoutStart - evidence.RebuiltTasks - evidence.TakenBack;
        if (uncounted > 0)
            doubts.Add(
                $"{Quantity.Plural(uncounted, "task end")} without a task start: the metrics are not counted, as in Spark.");
        var missing = MissingEvents.Find(evidence);
        foreach (var kind in missing)
            doubts.Add($"The log has no {kind.Event} events: {kind.PutsInDoubt}.");

        foreach (var field in evidence.Implausible) doubts.Add(Sentence(field));
        if (evidence.InferredExecutors > 0)
            doubts.Add(string.Create(CultureInfo.InvariantCulture,
                $"{evidence.InferredExecutors} {(evidence.InferredExecutors == 1 ? "executor" : "executors")} ran and the log does not "
                + $"say with how many cores: taken from spark.executor.cores or from the other executors."));
        // the end of a job may lie in a part that is missing, or in events that were left out
        var running = app.EndTimeMs is null || log.MissingIndices.Count > 0 ? []
            : jobs.Where(j => j.CompletionTimeMs is null && j.Status == Job.Running && !IsOfStream(j)).ToList();
        // the last stage of a job gives its result: with it the job was done, and its end alone was lost
        var done = stages.Where(s => s.Status == "COMPLETE").Select(s => s.StageId).ToHashSet();
        var endLost = running.Where(j => j.StageIds.Count > 0 && done.Contains(j.StageIds.Max())).ToList();
        running = [.. running.Except(endLost)];
        if (endLost.Count > 0 && !missing.Any(m => m.Event == "SparkListenerJobEnd"))
            doubts.Add($"The end of {JobNames(endLost)} is not in the log, though the last stage completed: an event was dropped.");
        if (running.Count > 0)
            doubts.Add(Invariant(
                $"The application ended while {JobNames(running)} still ran: the work was not finished, so it is no basis for sizing."));

        // between its jobs a query may have none that runs
        var queries = app.EndTimeMs is null || log.MissingIndices.Count > 0 || running.Count > 0 || LacksEndsOfQueries(evidence) ? []
            : evidence.SqlExecutions.Where(x => x.EndTimeMs is null && !IsOfStream(x.Description)).ToList();
        if (queries.Count > 0)
        {
            doubts.Add(string.Create(CultureInfo.InvariantCulture,
                $"The application ended while SQL execution {queries[0].Id} still ran: the work was not finished, so it is no basis for "
                    + $"sizing."));
        }

        var unfinished = stages.Where(s => s.Status == "COMPLETE").Sum(s => (long)Math.Max(0, s.Info.NumTasks - s.NumCompletedIndices));
        var tasks = stages.Where(s => s.Status == "COMPLETE").Sum(s => (long)s.Info.NumTasks);
        if (unfinished > 0)
        {
            doubts.Add(Invariant(
                $"{unfinished} of {tasks} tasks of completed stages have no end in the log: events were dropped; sums are too low."));
            poor |= unfinished > PoorLostShare * tasks;
        }
        var unverified = UnverifiedEvents.Find(evidence, missing);
        var grade = poor ? QualityGrade.Poor : doubts.Count > 0 ? QualityGrade.Partial
            : unverified.Count > 0 ? QualityGrade.NoGapSeen : QualityGrade.Complete;
        var gaps = read.Truncated || read.MalformedLines > 0 || log.MissingIndices.Count > 0 || log.Compacted || unfinished > 0
            || evidence.Implausible.Count > 0 || uncounted > 0;
        return new LogQuality
        {
            Path = log.Location,
            Kind = EnumWord.CamelCase(log.Kind),
            Codec = string.Join('+', read.Parts.Select(p => p.Codec).Distinct().Order(StringComparer.Ordinal)),
            Bytes = read.Bytes,
            PlainBytes = read.PlainBytes,
            Lines = read.Lines,
            MalformedLines = read.MalformedLines,
            MalformedByKind = read.MalformedByKind,
            FirstMalformed = read.FirstMalformed,
            Truncated = read.Truncated,
            Grade = grade,
            Doubts = doubts,
            EventCounts = read.EventCounts,
            TaskEndsWithoutStart = endsWithoutStart,
            RebuiltTasks = evidence.RebuiltTasks,
            MissingEvents = missing,
            UnverifiedEvents = unverified,
            InDoubt = gaps || app.StartTimeMs is null ? FiguresInDoubt.All
                : [.. missing.SelectMany(m => m.InDoubt).Concat(app.EndTimeMs is null ? FiguresInDoubt.WithoutEnd : [])
                    .Distinct().Order(StringComparer.Ordinal)],
            TaskEndsWithoutLiveStage = evidence.EndsWithoutLiveStage,
            Implausible = evidence.Implausible,
            LostTooMuch = unfinished > PoorLostShare * tasks || read.MalformedLines > PoorLostShare * read.Lines
                || evidence.Implausible.Any(f => f.Count > PoorLostShare * read.EventCounts.GetValueOrDefault(f.Event)),
            InferredExecutors = evidence.InferredExecutors,
            UnfinishedJobs = running.Count,
            UnfinishedQueries = queries.Count,
            LacksWork = log.Compacted || log.MissingIndices.Count > 0,
            CutTexts = read.CutTexts,
        };
    }

    /// <summary>
    /// Of several queries none ended: the log lacks that kind of event. Of a single one nothing else shows that it ended, unless the log
    /// was told to leave its end out.
    /// </summary>
    static bool LacksEndsOfQueries(LogEvidence evidence) => !evidence.SqlExecutions.Any(x => x.EndTimeMs is not null)
        && (evidence.SqlExecutions.Count > 1
            || evidence.SparkProperties.GetValueOrDefault("spark.eventLog.excludedPatterns")?.Contains("SQLExecutionEnd",
                StringComparison.Ordinal) == true);

    /// <summary>A stream is stopped while it works: that is its end.</summary>
    static bool IsOfStream(Job job) => IsOfStream(job.Description);

    static bool IsOfStream(string? description) => description is { } d
        && (d.StartsWith(JobTexts.Streaming, StringComparison.Ordinal) || d.StartsWith(JobTexts.Receiver, StringComparison.Ordinal)
            || JobTexts.IsBatch(d));

    static string Sentence(ImplausibleField field) => string.Create(CultureInfo.InvariantCulture,
        $"{field.Event} \"{field.Field}\" is not credible in {field.Count} {(field.Count == 1 ? "event" : "events")} and was not used: "
            + $"{Doubted(field.PutsInDoubt)}.");

    static string Doubted(DoubtSubject subject) => subject switch
    {
        DoubtSubject.Time => "times and what follows from them are in doubt",
        DoubtSubject.Money => "what was paid for is in doubt",
        _ => "sums may be too low",
    };

    /// <summary>By number, worded so that a part number 0 cannot be read as "none".</summary>
    static string PartsMissing(IReadOnlyList<int> numbers)
    {
        const int Named = 20;
        var list = string.Join(", ", numbers.Take(Named).Select(n => n.ToString(CultureInfo.InvariantCulture)))
            + (numbers.Count > Named ? ", ..." : "");
        return numbers.Count == 1 ? $"The part with number {list} is missing; sums are too low."
            : string.Create(CultureInfo.InvariantCulture, $"{numbers.Count} parts are missing, with numbers {list}; sums are too low.");
    }

    static string JobNames(List<Job> jobs)
    {
        const int Named = 3;
        var ids = string.Join(", ", jobs.Take(Named).Select(j => j.JobId));
        return (jobs.Count == 1 ? "job " : "jobs ") + ids + (jobs.Count > Named ? ", ..." : "");
    }
}
