using System.Text.Json.Serialization;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>What a ledger is of. Its name says the same to people; code reads this.</summary>
public enum LedgerKind
{
    /// <summary>A bill, or the run that a service describes.</summary>
    [JsonStringEnumMemberName("billed")] Billed,

    /// <summary>The nodes of the cluster file.</summary>
    [JsonStringEnumMemberName("givenCluster")] GivenCluster,

    /// <summary>An hourly price that the user gave.</summary>
    [JsonStringEnumMemberName("givenPrice")] GivenPrice,

    /// <summary>A cluster or worker type that the log lets one infer.</summary>
    [JsonStringEnumMemberName("inferred")] Inferred,

    /// <summary>Executors of the log, on a platform that bills them one by one.</summary>
    [JsonStringEnumMemberName("fromLog")] FromLog,

    /// <summary>Alternatives of <c>diagnose</c>: the same executors elsewhere.</summary>
    [JsonStringEnumMemberName("emrOnDemandX86")] EmrOnDemandX86,
    [JsonStringEnumMemberName("emrSpotX86")] EmrSpotX86,
    [JsonStringEnumMemberName("emrOnDemandGraviton")] EmrOnDemandGraviton,
    [JsonStringEnumMemberName("serverlessX86")] ServerlessX86,
    [JsonStringEnumMemberName("serverlessGraviton")] ServerlessGraviton,
    [JsonStringEnumMemberName("emrOnEks")] EmrOnEks,
    [JsonStringEnumMemberName("glue")] Glue,

    /// <summary>An offer of <c>size</c>.</summary>
    [JsonStringEnumMemberName("option")] Option,

    /// <summary>A described shape, or a unit of one.</summary>
    [JsonStringEnumMemberName("quote")] Quote,
}
