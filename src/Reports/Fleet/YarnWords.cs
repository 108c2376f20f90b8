using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>YARN's account in the words that every format shares.</summary>
static class YarnWords
{
    const int Listed = 10;

    public static string Answer(FleetYarn y) => y.Runs == 0
        ? $"YARN's account has none of these runs ({Quantity.Plural(y.Applications, "application")} in it)."
        : $"YARN's account of {FleetWords.Runs(y.Runs)}: containers held {GibHours(y.MemoryMibSeconds)}, of which executors by the logs "
            + $"{GibHours(y.ExecutorMibSeconds)}." + (y.MemoryMibSeconds >= y.ExecutorMibSeconds
            ? $" The other {GibHours(y.MemoryMibSeconds - y.ExecutorMibSeconds)} "
                + $"({Quantity.Percent((double)(y.MemoryMibSeconds - y.ExecutorMibSeconds) / y.MemoryMibSeconds)}) were application "
                + "masters, containers before they registered and after their last task, and what YARN rounds up." : "")
            + Cores(y) + Master(y);

    /// <summary>Core time that was held and in which no executor was there for tasks.</summary>
    static string Cores(FleetYarn y) => y.CoreRuns == 0 || y.ContainerCoreMs <= 0 ? ""
        : $" Containers of executors of {FleetWords.Runs(y.CoreRuns)} held {FleetWords.CoreHours(y.ContainerCoreMs)}; "
            + $"{FleetWords.CoreHours(Math.Max(0, y.ContainerCoreMs - y.RegisteredCoreMs))} "
            + $"({Quantity.Percent((double)Math.Max(0, y.ContainerCoreMs - y.RegisteredCoreMs) / y.ContainerCoreMs)}) of it before the "
            + "executors registered and after they were removed.";

    static string Master(FleetYarn y) => y.ContainerRuns == 0 ? ""
        : $" By {Quantity.Plural(y.Containers, "container")} of {FleetWords.Runs(y.ContainerRuns)}, application masters held "
            + $"{GibHours(y.MasterMibSeconds)}.";

    /// <summary>A sentence for each run in doubt, and how many more there are.</summary>
    public static IEnumerable<string> Doubts(FleetYarn y)
    {
        foreach (var d in y.Doubts.Take(Listed))
        {
            yield return $"{PlainText.Short(d.Job, 40)}: YARN counts {GibHours(d.MemoryMibSeconds)}, the log "
                + $"{GibHours(d.ExecutorMibSeconds)} for executors and at most {GibHours(d.MostMibSeconds)} with the driver "
                + $"({PlainText.Short(d.Uri, 120)}).";
        }
        foreach (var t in y.TimeDoubts.Take(Listed))
        {
            yield return $"{PlainText.Short(t.Job, 40)}: YARN had it from {Phrases.Utc(t.StartedMs)} to {Phrases.Utc(t.FinishedMs)}, the "
                + $"log from {Phrases.Utc(t.LogStartMs)} to {Phrases.Utc(t.LogEndMs)} ({PlainText.Short(t.Uri, 120)}).";
        }
        if (y.TimeDoubts.Count > Listed) yield return $"{Quantity.Count(y.TimeDoubts.Count - Listed)} more runs whose times differ.";
        if (y.Doubts.Count > Listed) yield return $"{Quantity.Count(y.Doubts.Count - Listed)} more runs whose figures differ.";
    }

    static string GibHours(long mibSeconds) =>
        (mibSeconds / 1024m / 3600).ToString("#,0.00", CultureInfo.InvariantCulture) + " GiB-h";
}
