using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>A typical run of several: each figure at its median, of two in the middle the lower.</summary>
sealed record RunMedians
{
    public required int Runs { get; init; }
    public required long WallMs { get; init; }
    public required long NoJobMs { get; init; }
    public required long PaidCoreMs { get; init; }
    public required long UsedCoreMs { get; init; }

    /// <summary>Null where a run has no price.</summary>
    public decimal? Usd { get; init; }

    /// <summary>How the cost is known: the weakest of the runs; missing without it.</summary>
    public Ground Ground { get; init; }

    /// <summary>Null where a run does not say.</summary>
    public long? InputRecords { get; init; }
    public long? InputBytes { get; init; }

    /// <summary>Of the times without their sign from their median: half of the runs are nearer.</summary>
    public required long WallSpreadMs { get; init; }

    /// <summary>Null where no run has a time.</summary>
    public static RunMedians? Take(IReadOnlyList<CostedRun> runs)
    {
        var timed = runs.Where(r => r.Run?.WallMs > 0).ToList();
        if (timed.Count == 0) return null;
        var wall = Of(timed.Select(r => r.Run!.WallMs!.Value))!.Value;
        return new RunMedians
        {
            Runs = timed.Count,
            WallMs = wall,
            NoJobMs = Math.Min(wall, Of(timed.Select(r => r.Run!.NoJobMs ?? 0))!.Value),
            PaidCoreMs = Of(timed.Select(r => r.PaidCoreMs))!.Value,
            UsedCoreMs = Of(timed.Select(r => r.Run!.Cores?.UsedCoreMs ?? 0))!.Value,
            Usd = timed.Any(r => r.Usd is null) ? null : Of(timed.Select(r => r.Usd!.Value)),
            Ground = timed.Any(r => r.Usd is null) ? Ground.Missing : timed.Min(r => r.Ground),
            InputRecords = timed.Any(r => r.Run!.Work?.InputRecords is null) ? null
                : Of(timed.Select(r => r.Run!.Work!.InputRecords!.Value)),
            InputBytes = timed.Any(r => r.Run!.Work?.InputBytes is not > 0) ? null : Of(timed.Select(r => r.Run!.Work!.InputBytes)),
            WallSpreadMs = Of(timed.Select(r => Math.Abs(r.Run!.WallMs!.Value - wall)))!.Value,
        };
    }

    public static T? Of<T>(IEnumerable<T> values) where T : struct
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : sorted[Statistics.RankIndex(sorted.Count, 0.5)];
    }

    /// <summary>
    /// Data of a run of <paramref name="later"/> over this one's: rows, else bytes read; 1 where it is the same or not known.
    /// </summary>
    public double VolumeTo(RunMedians later)
    {
        var ratio = InputRecords is > 0 and var rows && later.InputRecords is > 0 and var now ? (double)now / rows
            : InputRecords is null && later.InputRecords is null && InputBytes is > 0 and var bytes && later.InputBytes is > 0 and var then
            ? (double)then / bytes : 1;
        return Math.Abs(ratio - 1) >= (double)ChangeSplit.MinVolumeRatio ? ratio : 1;
    }
}
