using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Commands;

/// <summary>Sums per stage attempt and executor, and the text that the benchmarks compare.</summary>
sealed class TotalsSink : IEventSink
{
    /// <summary>What <see cref="OnEvent"/> looks at.</summary>
    public static readonly string[] Events = ["SparkListenerExecutorAdded", "SparkListenerExecutorRemoved"];

    readonly Dictionary<long, StageTotals> stages = [];
    readonly Dictionary<string, ExecutorTotals> executors = new(StringComparer.Ordinal);
    StageTotals? last;
    long lastKey, taskEnds;

    public void OnTaskStart(in TaskStartEvent e) { }

    public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates)
    {
        taskEnds++;
        var key = (long)e.StageId << 32 | (uint)e.StageAttemptId;
        if (last is null || key != lastKey)
        {
            if (!stages.TryGetValue(key, out last)) stages.Add(key, last = new StageTotals());
            lastKey = key;
        }
        last.Add(in e);
    }

    public void OnEvent(SparkEvent e)
    {
        if (e is ExecutorAddedEvent added)
        {
            var executor = Executor(added.ExecutorId);
            executor.Cores = added.TotalCores;
            executor.AddedMs = added.TimeMs;
        }
        else if (e is ExecutorRemovedEvent removed) Executor(removed.ExecutorId).RemovedMs = removed.TimeMs;
    }

    ExecutorTotals Executor(string id)
    {
        if (!executors.TryGetValue(id, out var executor)) executors.Add(id, executor = new ExecutorTotals());
        return executor;
    }

    public TotalsText Text()
    {
        var text = new TotalsText();
        long[] buffer = [];
        foreach (var (key, stage) in stages.OrderBy(s => s.Key)) stage.Write(text.Add("stage ", key >> 32).Add(" ", (int)key), ref buffer);
        // UTF-16 units sort like bytes except for surrogates, which no executor id has
        foreach (var (id, executor) in executors.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            text.Add("executor ").Add(PlainText.OneLine(id)).Add(" cores=", executor.Cores).Add(" added=", executor.AddedMs)
                .Add(" removed=", executor.RemovedMs).EndLine();
        }
        text.Add("total task_ends=", taskEnds).EndLine();
        return text;
    }

    sealed class ExecutorTotals
    {
        public long Cores, AddedMs = -1, RemovedMs = -1;
    }
}
