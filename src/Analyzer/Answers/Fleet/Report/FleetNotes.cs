using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;

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
            yield return "No run has a price, so everything is ranked by core-hours. Give the hourly cost of the cluster with "
                + "--usd-per-hour.";
        else if (unpriced > 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{unpriced} of {runs.Count} runs have no price: dollars count the others, core-hours count all. Give the hourly cost "
                + $"of their cluster with --usd-per-hour.");
        var assumed = runs.Count(r => r.Usd is not null && r.Run!.Cost!.RegionGround == Ground.Assumed && options.UsdPerHour is null);
        if (assumed > 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{Quantity.Plural(assumed, "run")} without a region: priced in "
                + $"{runs.First(r => r.Run!.Cost?.RegionGround == Ground.Assumed).Run!.Cost!.Region} (--region).");
        if (options.UsdPerHour is not null && clusters.Count > 0)
            yield return "Shared clusters: the hourly price is billed from the first application to the last, and for gaps of up to 15 "
                + "minutes. It is divided by the share of cores or of memory that each run held, whichever is larger, of the peak.";
        if (options.UsdPerHour is null && clusters.Any(c => c.Runs > 1)
            && runs.Any(r => r.Usd is not null && r.Run!.Cluster?.Id is { } id && clusters.Any(c => c.Id == id)))
            yield return "Runs that shared a cluster are priced as if each had its own, which is an upper bound. --usd-per-hour divides "
                + "the "
                + "price of a cluster among its runs.";
        var unfinished = runs.Count(r => r.Run!.Outcome == RunOutcome.Unfinished);
        if (unfinished > 0) yield return $"{Quantity.Plural(unfinished, "log")} without an end: time and cost are at least what is shown.";
        // a stream counts as a run a day, and is one log
        var open = runs.Where(r => r.Run!.Outcome == RunOutcome.Unfinished).Select(r => r.Run!.Key.Uri).ToHashSet(StringComparer.Ordinal);
        var partial = runs.Where(r => r.Run!.Log?.Quality is Model.QualityGrade.Partial or Model.QualityGrade.Poor)
            .Select(r => r.Run!.Key.Uri).Where(uri => !open.Contains(uri)).Distinct(StringComparer.Ordinal).Count();
        if (partial > 0)
            yield return $"{Quantity.Plural(partial, unfinished > 0 ? "more log" : "log")} with missing parts: the figures are at least "
                + "what is shown.";
        if (runs.Any(r => r.Run!.Outcome == RunOutcome.Failed && r.Run.App?.SparkVersion is not ['4', ..]))
            yield return "Logs before Spark 4 do not record how the application ended: a run counts as failed if its last job failed.";
    }
}
