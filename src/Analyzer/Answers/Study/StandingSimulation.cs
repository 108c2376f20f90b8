using Rightsizer.Analyzer.Platforms.EmrOnEc2;

namespace Rightsizer.Analyzer.Answers.Study;

/// <summary>A run that asks a standing cluster for room.</summary>
/// <param name="StartMs">Submitted.</param>
/// <param name="Ms">Time with all its executors.</param>
/// <param name="Nodes">Room it asks for, in nodes, or in vCPUs where those are counted.</param>
readonly record struct StandingDemand(long StartMs, long Ms, double Nodes);

/// <summary>How a standing cluster changes its size.</summary>
/// <param name="Min">Nodes that stay.</param>
/// <param name="Max">Nodes at most; equal to the least is a fixed cluster.</param>
/// <param name="StartMs">From asking for a node to its use; paid, as EC2 does.</param>
/// <param name="KeepMs">An idle node above the least is let go after that long.</param>
readonly record struct StandingRule(int Min, int Max, long StartMs, long KeepMs)
{
    public static StandingRule Fixed(int nodes) => new(nodes, nodes, 0, 0);
}

/// <summary>What a standing cluster did.</summary>
/// <param name="NodeMs">Paid node lives together.</param>
/// <param name="UsedNodeMs">Of them in use.</param>
/// <param name="WaitMs">By run, in the order of the demands.</param>
/// <param name="PeakNodes">At most.</param>
/// <param name="EndMs">Last run's end.</param>
sealed record StandingOutcome(double NodeMs, double UsedNodeMs, IReadOnlyList<long> WaitMs, int PeakNodes, long EndMs);

/// <summary>
/// First come, first served on one cluster, none overtakes: a run starts when its executors fit; one that asks for more than the cluster
/// can have takes as much longer as it lacks. What is missing is asked for, and idle nodes are let go. docs/science.md 6.
/// </summary>
static class StandingSimulation
{
    /// <summary>How long a cluster that scales keeps an idle node.</summary>
    public static readonly Assumption Keep = new("time that an idle node of a scaling cluster is kept", 300, "s", "assumed");

    /// <summary>What a fixed cluster may make its unluckiest run wait.</summary>
    public static readonly Assumption LongestWait = new("longest wait for a fixed cluster", 600, "s", "assumed");

    /// <summary>That a simulated cluster rests on.</summary>
    public static IReadOnlyList<Assumption> Constants { get; } = [EmrOnEc2Platform.StartUp, Keep, LongestWait];

    /// <summary>Fractions of nodes add up with rounding errors smaller than this.</summary>
    const double Tolerance = 1e-9;

    /// <param name="min">Nodes that stay.</param>
    /// <param name="max">Nodes at most.</param>
    public static StandingRule Scaling(int min, int max) =>
        new(min, max, 1000L * EmrOnEc2Platform.StartUp.Whole, 1000L * Keep.Whole);

    /// <summary>Fewest nodes of a fixed cluster on which no run waits longer than <see cref="LongestWait"/>.</summary>
    /// <param name="demands">By time of submission; not empty.</param>
    /// <param name="least">Nodes at least; the widest run's are taken where they are more, up to the most.</param>
    /// <param name="most">Nodes at most.</param>
    public static int Fewest(IReadOnlyList<StandingDemand> demands, int least, int most)
    {
        int low = Math.Min(most, Math.Max(least, (int)Math.Ceiling(demands.Max(d => d.Nodes) - Tolerance))), high = most;
        while (low < high)
        {
            // waits shrink as a cluster grows
            var middle = low + (high - low) / 2;
            if (Run(demands, StandingRule.Fixed(middle)).WaitMs.Max() <= 1000L * LongestWait.Whole) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <param name="demands">By time of submission.</param>
    /// <param name="rule">The cluster's size.</param>
    /// <param name="spanMs">The cluster stands so long at least.</param>
    public static StandingOutcome Run(IReadOnlyList<StandingDemand> demands, StandingRule rule, long spanMs = 0)
    {
        var waits = new long[demands.Count];
        var queue = new Queue<int>();
        var running = new PriorityQueue<double, (long At, int Order)>();
        var coming = new Queue<(long At, int Nodes)>();
        // what idles since when, oldest first; the latest is used first, so that the oldest can go
        var idle = new List<(long SinceMs, double Nodes)> { (0, rule.Min) };
        double used = 0, queued = 0, nodeMs = 0, usedMs = 0;
        int nodes = rule.Min, asked = 0, peak = rule.Min, next = 0, order = 0;
        long now = 0, end = 0;
        while (next < demands.Count || running.Count > 0 || queue.Count > 0 || asked > 0 || nodes > rule.Min)
        {
            var at = long.MaxValue;
            if (next < demands.Count) at = Math.Min(at, demands[next].StartMs);
            if (running.TryPeek(out _, out var first)) at = Math.Min(at, first.At);
            if (coming.TryPeek(out var arrival)) at = Math.Min(at, arrival.At);
            if (FirstToGoMs() is { } gone) at = Math.Min(at, Math.Max(now, gone));
            if (at == long.MaxValue) break;
            nodeMs += (nodes + asked) * (double)(at - now);
            usedMs += used * (at - now);
            now = at;
            while (running.TryPeek(out var freed, out var done) && done.At <= now)
            {
                running.Dequeue();
                used = running.Count == 0 ? 0 : used - freed;
                idle.Add((now, freed));
            }
            while (coming.TryPeek(out arrival) && arrival.At <= now)
            {
                coming.Dequeue();
                nodes += arrival.Nodes;
                asked -= arrival.Nodes;
                peak = Math.Max(peak, nodes);
                idle.Add((now, arrival.Nodes));
            }
            while (next < demands.Count && demands[next].StartMs <= now)
            {
                queued += Wanted(next);
                queue.Enqueue(next++);
            }
            StartWhatFits();
            LetGo();
        }
        nodeMs += rule.Min * (double)Math.Max(0, spanMs - now);
        return new StandingOutcome(nodeMs, usedMs, waits, peak, end);

        double Wanted(int i) => Math.Min(demands[i].Nodes, rule.Max);

        void StartWhatFits()
        {
            while (queue.TryPeek(out var i))
            {
                var wanted = Wanted(i);
                if (used + wanted > nodes + Tolerance) break;
                queue.Dequeue();
                queued = queue.Count == 0 ? 0 : queued - wanted;
                var ms = (long)Math.Ceiling(demands[i].Ms * demands[i].Nodes / wanted);
                waits[i] = now - demands[i].StartMs;
                used += wanted;
                Take(wanted);
                running.Enqueue(wanted, (now + ms, order++));
                end = Math.Max(end, now + ms);
            }
            if (queue.Count == 0) return;
            var ask = Math.Min(rule.Max, (int)Math.Ceiling(used + queued - Tolerance)) - nodes - asked;
            if (ask <= 0) return;
            coming.Enqueue((now + rule.StartMs, ask));
            asked += ask;
        }

        void Take(double wanted)
        {
            while (wanted > Tolerance && idle.Count > 0)
            {
                var (since, there) = idle[^1];
                if (there <= wanted + Tolerance) idle.RemoveAt(idle.Count - 1);
                else idle[^1] = (since, there - wanted);
                wanted -= there;
            }
        }

        // when the oldest idle parts make up a whole node that may go; none goes while a run waits
        long? FirstToGoMs()
        {
            if (nodes <= rule.Min || queue.Count > 0) return null;
            var whole = 0.0;
            foreach (var (since, there) in idle)
            {
                whole += there;
                if (whole >= 1 - Tolerance) return since + rule.KeepMs;
            }
            return null;
        }

        void LetGo()
        {
            if (nodes <= rule.Min || queue.Count > 0) return;
            var old = idle.TakeWhile(i => i.SinceMs + rule.KeepMs <= now).Sum(i => i.Nodes);
            var go = Math.Min((int)Math.Floor(old + Tolerance), nodes - rule.Min);
            nodes -= go;
            for (double left = go; left > Tolerance && idle.Count > 0;)
            {
                var (since, there) = idle[0];
                if (there <= left + Tolerance) idle.RemoveAt(0);
                else idle[0] = (since, there - left);
                left -= there;
            }
        }
    }
}
