namespace Rightsizer.Analyzer.Detectors.Skew;

/// <summary>
/// How long tasks take on so many slots when the next one always goes to the slot that is free first, as Spark's scheduler does.
/// </summary>
static class GreedySchedule
{
    public static double MakespanMs(IReadOnlyList<double> durationsMs, int slots) =>
        MakespanMs(durationsMs as double[] ?? [.. durationsMs], slots);

    public static double MakespanMs(double[] durationsMs, int slots)
    {
        if (durationsMs.Length == 0) return 0;
        // a heap of the times at which the slots are free, earliest first
        var free = new double[Math.Clamp(slots, 1, durationsMs.Length)];
        double end = 0;
        foreach (var d in durationsMs)
        {
            var at = free[0] + Math.Max(0, d);
            end = Math.Max(end, at);
            ReplaceFirst(free, at);
        }
        return end;
    }

    static void ReplaceFirst(double[] heap, double value)
    {
        var i = 0;
        while (true)
        {
            var child = 2 * i + 1;
            if (child >= heap.Length) break;
            if (child + 1 < heap.Length && heap[child + 1] < heap[child]) child++;
            if (heap[child] >= value) break;
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = value;
    }
}
