namespace Rightsizer.Analyzer.Replay.Accounting;

/// <summary>Sums by line, rounded so that the whole numbers add up to the whole.</summary>
sealed class LineSums
{
    /// <summary>What a busy slot does, in the order of the report.</summary>
    public static readonly IReadOnlyList<string> Work =
        ["cpu", "gc", "spill", "shuffleFetchWait", "shuffleWrite", "ioAndWait", "unknownRunTime", "deserialize", "schedulerDelay",
            "failedAttempts"];

    public const int IoAndWait = 5, UnknownRunTime = 6, FailedAttempts = 9;

    /// <summary>Why a slot is idle, in the order of the report.</summary>
    static readonly string[] Reasons =
        ["waitingForTail", "tooFewTasks", "waitingForLaunch", "waitingForExecutors", "repeatedStages", "betweenStages", "driver",
            "triggerWait", "beforeFirstJob", "afterLastJob"];

    readonly double[] work = new double[Work.Count], idle = new double[Reasons.Length];

    public double Total => work.Sum() + idle.Sum();

    public void Worked(int part, double ms) => work[part] += Math.Max(0, ms);

    public void Idle(string reason, double ms) => idle[Array.IndexOf(Reasons, reason)] += ms;

    /// <summary>Lines that are not zero; what rounding leaves over goes to those with the largest fractions.</summary>
    public IReadOnlyList<WaterfallLine> Lines(long total)
    {
        double[] values = [.. work, .. idle];
        string[] names = [.. Work, .. Reasons];
        var whole = values.Select(v => (long)Math.Floor(v)).ToArray();
        var left = total - whole.Sum();
        var byFraction = Enumerable.Range(0, values.Length).OrderByDescending(i => values[i] - whole[i]).ThenBy(i => i).ToArray();
        for (var i = 0; left > 0; i++, left--) whole[byFraction[i % byFraction.Length]]++;
        // rounding errors of the sums can only be a millisecond or two too many
        for (var i = 0; left < 0; i++)
        {
            ref var w = ref whole[byFraction[^(1 + i % byFraction.Length)]];
            if (w == 0) continue;
            w--;
            left++;
        }
        return [.. Enumerable.Range(0, values.Length).Where(i => whole[i] > 0).Select(i => new WaterfallLine(names[i], whole[i]))];
    }
}
