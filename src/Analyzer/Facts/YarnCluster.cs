using System.Globalization;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// What the id of a YARN application says of its cluster: application_START_NUMBER, the start of the resource manager and how many
/// applications it has had.
/// </summary>
/// <param name="StartedMs">Epoch milliseconds; the resource manager's start.</param>
/// <param name="Number">1 for the cluster's first application.</param>
public sealed record YarnCluster(long StartedMs, int Number)
{
    /// <summary>A cluster that is started for one application runs it this soon after its resource manager is there: assumed.</summary>
    public const long OwnClusterWithinMs = 15 * 60_000;

    /// <summary>Clocks of two machines may differ by so much.</summary>
    internal const long ClockErrorMs = 60_000;

    /// <summary>Null where the id is not of that form, or names a time after the application's start.</summary>
    public static YarnCluster? Parse(ApplicationRun run)
    {
        if (run.App.Id?.Split('_') is not ["application", var started, var number] || run.App.StartTimeMs is not { } start) return null;
        if (!long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)) return null;
        return n < 1 || ms <= 0 || ms > start + ClockErrorMs ? null : new YarnCluster(ms, n);
    }

    /// <summary>How long the cluster had been up when the application began.</summary>
    public long UpMs(ApplicationRun run) => Math.Max(0, run.App.StartTimeMs!.Value - StartedMs);

    /// <summary>The cluster was there before this application, or before this attempt of it: its start is not this run's.</summary>
    public bool StoodBefore(ApplicationRun run) => Number > 1 || UpMs(run) > OwnClusterWithinMs || IsLaterAttempt(run);

    /// <summary>Another attempt of the application ran before this one.</summary>
    public static bool IsLaterAttempt(ApplicationRun run) =>
        int.TryParse(run.App.AttemptId, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt > 1;
}
