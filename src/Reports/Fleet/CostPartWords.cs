using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>What the total was paid for, in the words that every format shares.</summary>
static class CostPartWords
{
    public const string Title = "What it was paid for";

    public static string Name(FleetCostPart p) => p.Kind switch
    {
        "executors" => "executors",
        "driver" => "drivers",
        "storage" => "storage (EBS)",
        _ => "clusters that no run held",
    };

    public static string Share(FleetCostPart p, FleetReport r) =>
        r.Total.Usd is > 0 and var total ? Quantity.Percent((double)(p.Usd / total)) : "";

    /// <summary>How the part is known.</summary>
    public static string Basis(FleetCostPart p) => p.Kind switch
    {
        "driver" when p.YarnRuns > 0 => $"{FleetWords.Runs(p.YarnRuns)} by YARN's containers, the others by their settings",
        "driver" => "by cores and memory of the settings",
        _ => "",
    };
}
