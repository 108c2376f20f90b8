using System.Text;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.Fuzz.Mutators;
using Rightsizer.TestSupport;

namespace Rightsizer.Fuzz.Targets;

/// <summary>A changed log through both lanes: the same answer, times in order, nothing used that was not paid for.</summary>
/// <param name="name">For the command line.</param>
/// <param name="share">Of a thousand inputs.</param>
/// <param name="events">A word in the events that change; null is any.</param>
sealed class LanesTarget(string name, int share, string? events) : FuzzTarget
{
    public override string Name => name;
    public override int Share => share;

    public override void Try(Random random, WorkFolder folder)
    {
        var wanted = events is null ? null : Encoding.UTF8.GetBytes(events);
        var seed = Seeds.Log(random);
        var lines = LogMutator.Mutate(seed, random, wanted is null ? null : l => l.AsSpan(0, Math.Min(l.Length, 200)).IndexOf(wanted) >= 0);
        var bytes = LogMutator.Join(lines);
        if (random.Next(30) == 0) bytes = ByteMutator.Mutate(bytes, random);
        var full = Read(bytes, new EventLogReaderOptions { Lane = EventLogReaderOptions.FullLane });
        var fast = Read(bytes, new EventLogReaderOptions
        {
            Lane = EventLogReaderOptions.FastLane,
            BufferBytes = random.Next(2) == 0 ? 64 + random.Next(4_000) : 256 * 1024,
        });
        try
        {
            if (full.Answer != fast.Answer) throw new BrokenInvariantException($"the lanes differ: {Difference(full.Answer, fast.Answer)}");
            if (full.Run is { } run) Check(run);
        }
        catch (BrokenInvariantException)
        {
            folder.Put("log", bytes);
            throw;
        }
    }

    static (ApplicationRun? Run, string Answer) Read(byte[] bytes, EventLogReaderOptions options)
    {
        try
        {
            var run = ApplicationRunLoader.Load(TextLog.Of(bytes), options);
            return (run, Digest(run));
        }
        catch (RightsizerException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Enough of the model that two readings of the same log cannot differ unseen.</summary>
    static string Digest(ApplicationRun run)
    {
        var text = new StringBuilder();
        text.AppendLine(run.App.ToString()).AppendJoin('|', run.Log.Doubts).AppendLine().AppendLine(run.Log.FirstMalformed)
            .AppendJoin('|', run.Log.EventCounts).AppendLine().AppendJoin('|', run.Log.MalformedByKind).AppendLine()
            .AppendJoin('|', run.TaskEndReasons).AppendLine()
            .AppendJoin('|', run.Environment.SparkProperties.OrderBy(p => p.Key, StringComparer.Ordinal)).AppendLine();
        foreach (var s in run.Stages)
        {
            text.AppendJoin(' ', s.StageId, s.AttemptId, s.Status, s.NumCompleteTasks, s.NumFailedTasks, s.NumKilledTasks, s.NumActiveTasks,
                s.FirstTaskLaunchedMs, s.Info.SubmissionTimeMs, s.Info.CompletionTimeMs, s.Info.Name);
            for (var metric = 0; metric < TaskMetrics.Count; metric++) text.Append(' ').Append(s.Metrics[(TaskMetric)metric]);
            text.AppendLine();
        }
        foreach (var job in run.Jobs) text.AppendLine(job.ToString());
        foreach (var e in run.Executors)
        {
            text.AppendJoin(' ', e.Id, e.Host, e.TotalCores, e.InferredCores, e.AddTimeMs, e.RemoveTimeMs, e.TotalTasks, e.TaskDurationMs)
                .AppendLine();
        }
        foreach (var sql in run.SqlExecutions) text.AppendLine(sql.ToString());
        return text.ToString();
    }

    static void Check(ApplicationRun run)
    {
        var (from, to) = (EventLimits.EarliestMs, EventLimits.LatestMs);
        if (run.App.StartTimeMs is { } start && (start < from || start > to)) throw new BrokenInvariantException($"start at {start}");
        if (run.App.EndTimeMs is { } end && (end < from || end > to || end < run.App.StartTimeMs))
            throw new BrokenInvariantException($"end at {end}, start at {run.App.StartTimeMs}");
        var overview = Analyzer.Facts.RunOverview.Compute(run);
        if (overview.PaidCoreMs < 0 || overview.UsedCoreMs < 0) throw new BrokenInvariantException("negative core time");
        if (overview.UsedRatio > 1 && run.Log.Doubts.Count == 0)
            throw new BrokenInvariantException($"used {overview.UsedCoreMs} of {overview.PaidCoreMs} core-ms without a doubt");
        foreach (var stage in run.Stages)
        {
            if (stage.Info.SubmissionTimeMs is { } submitted && stage.Info.CompletionTimeMs is { } completed && completed < submitted)
                throw new BrokenInvariantException($"stage {stage.StageId} ends {submitted - completed} ms before it begins");
        }
    }

    static string Difference(string a, string b)
    {
        var at = 0;
        while (at < Math.Min(a.Length, b.Length) && a[at] == b[at]) at++;
        string Around(string s) => s.Substring(Math.Max(0, at - 60), Math.Min(s.Length - Math.Max(0, at - 60), 120));
        return $"...{Around(a)}... and ...{Around(b)}...";
    }
}
