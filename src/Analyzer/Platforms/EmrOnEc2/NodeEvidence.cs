namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>What an inferred node type rests on.</summary>
/// <param name="IsFromYarn">YARN's memory for the workers is in the log; else only the executors' size is known.</param>
/// <param name="FittingTypes">Types with that memory and those cores.</param>
/// <param name="NeedsGpus">Executors registered with GPUs.</param>
readonly record struct NodeEvidence(bool IsFromYarn, int FittingTypes, bool NeedsGpus)
{
    /// <summary>For notes.</summary>
    public string Words => !IsFromYarn ? "the smallest cost that holds the executors"
        : "yarn.nodemanager.resource.memory-mb and cpu-vcores of the log"
        + (FittingTypes == 1 ? "" : FormattableString.Invariant($", the cheapest of {FittingTypes} types with those"));
}
