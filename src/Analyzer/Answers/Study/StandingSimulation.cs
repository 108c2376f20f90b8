namespace Rightsizer.Analyzer.Answers.Study;

/// <summary>A run that asks a standing cluster for room.</summary>
/// <param name="StartMs">Submitted.</param>
/// <param name="Ms">Time with all its executors.</param>
/// <param name="Nodes">Room it asks for, in nodes.</param>
readonly record struct StandingDemand(long StartMs, long Ms, double Nodes);

/// <summary>What a standing cluster did.</summary>
/// <param name="NodeMs">Node lives together.</param>
/// <param name="UsedNodeMs">Of them in use.</param>
/// <param name="WaitMs">By run.</param>
/// <param name="PeakNodes">At most.</param>
/// <param name="EndMs">Last run's end.</param>
sealed record StandingOutcome(double NodeMs, double UsedNodeMs, IReadOnlyList<long> WaitMs, int PeakNodes, long EndMs);

/// <summary>
/// First come, first served on one cluster: a run starts when its executors fit; one that asks for more than the cluster can have takes as
/// much longer as it lacks.
/// </summary>
static class StandingSimulation
{
    /// <param name="demands">By time of submission.</param>
    /// <param name="min">Nodes that stay.</param>
    /// <param name="max">Nodes at most; equal to min is a fixed cluster.</param>
    /// <param name="scaleOutLagMs">Asked for to there.</param>
    /// <param name="scaleInMs">Idle to let go.</param>
    /// <param name="spanMs">The cluster stands so long at least.</param>
    public static StandingOutcome Run(
        IReadOnlyList<StandingDemand> demands, int min, int max, long scaleOutLagMs, long scaleInMs, long spanMs)
    {
        var waits = new long[demands.Count];
        var queue = new Queue<int>();
        var running = new PriorityQueue<double, (long At, int Order)>();
        var arriving = new Queue<(long At, int Nodes)>();
        double used = 0, nodeMs = 0, usedMs = 0;
        int nodes = min, peak = min, next = 0, order = 0, coming = 0;
        long now = 0, idleSince = 0, end = 0;
        while (next < demands.Count || running.Count > 0 || queue.Count > 0)
        {
            var at = long.MaxValue;
            if (next < demands.Count) at = Math.Min(at, demands[next].StartMs);
            if (running.TryPeek(out _, out var first)) at = Math.Min(at, first.At);
            if (arriving.TryPeek(out var arrival)) at = Math.Min(at, arrival.At);
            if (queue.Count == 0 && nodes > Least()) at = Math.Min(at, Math.Max(now, idleSince + scaleInMs));
            nodeMs += nodes * (double)(at - now);
            usedMs += used * (at - now);
            now = at;
            while (running.TryPeek(out var freed, out var done) && done.At <= now)
            {
                running.Dequeue();
                used = running.Count == 0 ? 0 : used - freed;
                idleSince = now;
            }
            while (arriving.TryPeek(out arrival) && arrival.At <= now)
            {
                arriving.Dequeue();
                nodes += arrival.Nodes;
                coming -= arrival.Nodes;
                peak = Math.Max(peak, nodes);
                idleSince = now;
            }
            while (next < demands.Count && demands[next].StartMs <= now) queue.Enqueue(next++);
            StartWhatFits();
            if (queue.Count == 0 && nodes > Least() && now >= idleSince + scaleInMs) nodes = Least();
        }
        // after the last run the added nodes idle out, then the rest stands to the end
        var idle = nodes > min ? Math.Min(scaleInMs, Math.Max(0, spanMs - now)) : 0;
        nodeMs += nodes * (double)idle + min * (double)Math.Max(0, spanMs - now - idle);
        return new StandingOutcome(nodeMs, usedMs, waits, peak, end);

        int Least() => Math.Clamp((int)Math.Ceiling(used - 1e-9), min, max);

        void StartWhatFits()
        {
            while (queue.TryPeek(out var i))
            {
                var wanted = Math.Min(demands[i].Nodes, max);
                if (used + wanted > nodes + 1e-9) break;
                queue.Dequeue();
                var ms = (long)Math.Ceiling(demands[i].Ms * demands[i].Nodes / wanted);
                waits[i] = now - demands[i].StartMs;
                used += wanted;
                running.Enqueue(wanted, (now + ms, order++));
                end = Math.Max(end, now + ms);
                idleSince = now;
            }
            if (queue.Count == 0) return;
            var need = (int)Math.Ceiling(used + queue.Sum(i => Math.Min(demands[i].Nodes, max)) - 1e-9);
            var ask = Math.Min(max, need) - nodes - coming;
            if (ask <= 0) return;
            arriving.Enqueue((now + scaleOutLagMs, ask));
            coming += ask;
        }
    }
}
