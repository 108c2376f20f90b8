using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using static System.FormattableString;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>What a reader must know before acting on the figures.</summary>
static class FleetNotes
{
    public static IEnumerable<string> Write(
        List<CostedRun> runs, IReadOnlyList<CostedRun> all, FleetWindow period, IReadOnlyList<CostedRun> before,
        IReadOnlyList<FleetCluster> clusters, FleetOptions options)
    {
        if (runs.Count == 0) yield return "No run of this period is known.";
        foreach (var note in FleetBorders.Write(all, period)) yield return note;
        var lacking = runs.Count(r => r.Run!.Log?.LacksWork == true);
        if (lacking > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{lacking} {(lacking == 1 ? "log lacks" : "logs lack")} jobs that ran (compacted by Spark, or a part is missing): the "
                + $"cost is counted, the waste of {(lacking == 1 ? "its run is" : "their runs is")} not known.");
        }
        var unpriced = runs.Count(r => r.Usd is null);
        if (runs.Count > 0 && unpriced == runs.Count)
            yield return "Nothing here has a price: everything is ranked by core-hours. --usd-per-hour gives a cluster's price.";
        else if (unpriced > 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{unpriced} of {runs.Count} runs have no price: dollars are of the others, core-hours of all. --usd-per-hour gives a "
                + $"cluster's price.");
        var assumed = runs.Count(r => r.Usd is not null && r.Run!.Cost!.RegionGround == Ground.Assumed && options.UsdPerHour is null);
        if (assumed > 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{assumed} runs name no region and are priced in "
                + $"{runs.First(r => r.Run!.Cost?.RegionGround == Ground.Assumed).Run!.Cost!.Region}: --region.");
        if (options.UsdPerHour is not null && clusters.Count > 0)
            yield return "Shared clusters: the hourly price holds from the first application to the last, with gaps up to 15 minutes; "
                + "longer ones are not billed. It is shared out by the larger of a run's share of cores and of memory, of the most that "
                + "were held at once.";
        if (options.UsdPerHour is null && clusters.Any(c => c.Runs > 1)
            && runs.Any(r => r.Usd is not null && r.Run!.Cluster?.Id is { } id && clusters.Any(c => c.Id == id)))
            yield return "Runs that shared a cluster are priced as if each had one of its own: an upper bound. --usd-per-hour shares a "
                + "cluster's price out.";
        var unfinished = runs.Count(r => r.Run!.Outcome == RunOutcome.Unfinished);
        if (unfinished > 0) yield return Invariant($"{unfinished} logs have no end: their time and cost are lower bounds.");
        var partial = runs.Count(
            r => r.Run!.Log?.Quality is Model.QualityGrade.Partial or Model.QualityGrade.Poor && r.Run.Outcome != RunOutcome.Unfinished);
        if (partial > 0) yield return Invariant($"{partial} more logs are not whole: their figures are lower bounds.");
        if (runs.Any(r => r.Run!.Outcome == RunOutcome.Failed && r.Run.App?.SparkVersion is not ['4', ..]))
            yield return "Before Spark 4 a log does not say how its application ended: a run counts as failed when its last job failed.";
    }
}
