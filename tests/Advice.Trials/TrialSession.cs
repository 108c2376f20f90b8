using System.Collections.Concurrent;
using System.Diagnostics;

namespace Rightsizer.Advice.Trials;

/// <summary>All trials once, then again those whose outcome is not clear, as long as there is time.</summary>
sealed class TrialSession(string folder, TimeSpan limit, int lanes, TextWriter log)
{
    readonly Stopwatch watch = Stopwatch.StartNew();
    readonly ConcurrentBag<TrialBench> open = [];

    /// <summary>Ends every cluster at once; what was running is not counted.</summary>
    public void Stop()
    {
        foreach (var bench in open) bench.Dispose();
    }

    public void Run(IReadOnlyList<Trial> trials, int repeat)
    {
        for (var n = 1; n <= repeat; n++)
        {
            var left = trials.Where(t => n == 1 || !IsClear(t)).ToList();
            if (left.Count == 0 || watch.Elapsed > limit) return;
            log.WriteLine($"round {n}: {left.Count} trials, {watch.Elapsed.TotalMinutes:F1} min so far");
            // those that sleep go beside each other, those that work alone
            Side(left.Where(t => t.Sleeps), n, lanes);
            Side(left.Where(t => !t.Sleeps), n, 1);
        }
    }

    void Side(IEnumerable<Trial> trials, int repeat, int count)
    {
        var queue = new ConcurrentQueue<Trial>(trials);
        var threads = Enumerable.Range(0, count).Select(_ => new Thread(() =>
        {
            using var bench = new TrialBench(folder, log);
            open.Add(bench);
            while (watch.Elapsed < limit && queue.TryDequeue(out var trial))
            {
                try
                {
                    bench.Run(trial, repeat);
                }
                catch (Exception e) when (e is InvalidOperationException or IOException or FormatException)
                {
                    lock (log) log.WriteLine($"{trial.Name}: {e.Message}");
                }
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }

    bool IsClear(Trial trial)
    {
        var state = TrialState.Read(folder, trial.Name);
        return TrialEffect.Find(trial, state, "advised", state.Proposal?.SavesMs) is not { IsClear: false }
            && TrialEffect.Find(trial, state, "twin", state.PromiseOf(trial)) is not { IsClear: false };
    }
}
