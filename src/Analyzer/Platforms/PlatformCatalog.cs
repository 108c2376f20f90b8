using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.EmrOnEks;
using Rightsizer.Analyzer.Platforms.EmrServerless;
using Rightsizer.Analyzer.Platforms.Glue;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>The platforms that can be priced and offered.</summary>
static class PlatformCatalog
{
    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<IPlatform> All { get; } =
        [EmrOnEc2Platform.Instance, EmrServerlessPlatform.Instance, EmrOnEksPlatform.Instance, GluePlatform.Instance];

    /// <summary>
    /// In the order in which a log is tried: those that leave settings of their own before those that are told by cluster manager and
    /// release.
    /// </summary>
    public static IReadOnlyList<IPlatform> ByEvidence { get; } =
        [GluePlatform.Instance, EmrServerlessPlatform.Instance, EmrOnEksPlatform.Instance, EmrOnEc2Platform.Instance];

    /// <summary>Null for a platform without prices, such as Databricks.</summary>
    public static IPlatform? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    /// <summary>Constants of the platform that a ledger of that kind is priced on; none where the kind does not tell it.</summary>
    public static IReadOnlyList<Assumption> ConstantsOf(LedgerKind kind) => kind switch
    {
        LedgerKind.EmrOnDemandX86 or LedgerKind.EmrSpotX86 or LedgerKind.EmrOnDemandGraviton => EmrOnEc2Platform.Instance.Assumptions,
        LedgerKind.ServerlessX86 or LedgerKind.ServerlessGraviton => EmrServerlessPlatform.Instance.Assumptions,
        LedgerKind.EmrOnEks => EmrOnEksPlatform.Instance.Assumptions,
        LedgerKind.Glue => GluePlatform.Instance.Assumptions,
        _ => [],
    };

    /// <summary>Overhead over heap where the log names none; Spark's own rule where the platform has none of its own.</summary>
    public static decimal OverheadFactorOf(string platform, RunShape shape) =>
        Find(platform)?.OverheadFactor(shape) ?? SparkMemory.OverheadFactorOf(platform == RunPlatform.Kubernetes && shape.IsPython);
}
