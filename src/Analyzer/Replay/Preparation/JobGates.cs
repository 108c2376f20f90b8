using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Finds for each job what it waited for.</summary>
static class JobGates
{
    /// <param name="jobs">By job id.</param>
    /// <param name="startMs">Application's start, epoch milliseconds.</param>
    /// <param name="endMs">End of what was counted, epoch milliseconds.</param>
    /// <param name="lastStageEndMs">By place: last end of a stage that the job waited for, from the application's start; null without
    /// one.</param>
    public static PlanJob[] Build(IReadOnlyList<Job> jobs, long startMs, long endMs, long?[] lastStageEndMs)
    {
        var spans = new Span[jobs.Count];
        for (var j = 0; j < jobs.Count; j++)
        {
            var submitted = Math.Max(0, (jobs[j].SubmissionTimeMs ?? startMs) - startMs);
            var ended = jobs[j].CompletionTimeMs is { } c ? c - startMs : Math.Max(lastStageEndMs[j] ?? 0, endMs - startMs);
            spans[j] = new Span(submitted, Math.Max(submitted, ended));
        }
        var order = Enumerable.Range(0, jobs.Count).OrderBy(j => spans[j].SubmittedMs).ThenBy(j => j).ToArray();
        var result = new PlanJob[jobs.Count];
        var everybody = new History();
        var byExecution = new Dictionary<long, History>();
        foreach (var j in order)
        {
            // within a SQL execution one thread waits for its own jobs, whatever else the application does
            var own = jobs[j].SqlExecutionId is { } id ? byExecution.GetValueOrDefault(id) ?? (byExecution[id] = new History()) : null;
            var (gate, from) = own is { Any: true } ? own.GateOf(spans, j) : everybody.GateOf(spans, j);
            var since = gate switch
            {
                JobGate.JobEnd => spans[from].EndedMs,
                JobGate.JobStart => spans[from].SubmittedMs,
                _ => 0,
            };
            result[j] = new PlanJob
            {
                JobId = jobs[j].JobId,
                Gate = gate,
                GateJob = from,
                GapMs = Math.Max(0, spans[j].SubmittedMs - since),
                TailMs = Math.Max(0, spans[j].EndedMs - (lastStageEndMs[j] ?? spans[j].SubmittedMs)),
                SubmittedMs = spans[j].SubmittedMs,
                EndedMs = spans[j].EndedMs,
            };
            own?.Add(spans, j);
            everybody.Add(spans, j);
        }
        return result;
    }

    readonly record struct Span(long SubmittedMs, long EndedMs);

    /// <summary>Jobs submitted so far: those still running by their end, and the one that ended last.</summary>
    sealed class History
    {
        readonly PriorityQueue<int, long> running = new();
        readonly SortedSet<(long SubmittedMs, int Job)> runningByStart = [];
        int lastEnded = -1;

        public bool Any { get; private set; }

        public void Add(Span[] spans, int job)
        {
            Any = true;
            running.Enqueue(job, spans[job].EndedMs);
            runningByStart.Add((spans[job].SubmittedMs, job));
        }

        public (JobGate Gate, int Job) GateOf(Span[] spans, int job)
        {
            while (running.TryPeek(out var done, out var end) && end <= spans[job].SubmittedMs)
            {
                running.Dequeue();
                runningByStart.Remove((spans[done].SubmittedMs, done));
                if (lastEnded < 0 || end >= spans[lastEnded].EndedMs) lastEnded = done;
            }
            if (runningByStart.Count > 0)
            {
                var first = runningByStart.Min;
                // none ended since the first of those that run began: they were submitted side by side
                if (lastEnded < 0 || spans[lastEnded].EndedMs <= first.SubmittedMs) return (JobGate.JobStart, first.Job);
            }
            return lastEnded >= 0 ? (JobGate.JobEnd, lastEnded) : (JobGate.ApplicationStart, -1);
        }
    }
}
