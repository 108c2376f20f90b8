namespace Rightsizer.Analyzer.Detectors;

/// <summary>How long tasks take on so many slots when the next one always goes to the slot that is free first, as Spark's scheduler does.</summary>
static class GreedySchedule
{
    public static double MakespanMs(IReadOnlyList<double> durationsMs, int slots)
    {
        if (durationsMs.Count == 0) return 0;
        var free = new PriorityQueue<double, double>(slots);
        for (var i = 0; i < Math.Clamp(slots, 1, durationsMs.Count); i++) free.Enqueue(0, 0);
        double end = 0;
        foreach (var d in durationsMs)
        {
            var at = free.Dequeue() + Math.Max(0, d);
            end = Math.Max(end, at);
            free.Enqueue(at, at);
        }
        return end;
    }
}
