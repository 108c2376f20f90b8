using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Timing;

/// <summary>Where tasks run: the processors, and how many of the node's vCPUs are at work.</summary>
/// <param name="Kind">What one vCPU is.</param>
/// <param name="Silicon">
/// Null where AWS does not name the machine (EMR Serverless, Glue): as fast as the generation that was seen.
/// </param>
/// <param name="Occupancy">Busy vCPUs of a node over its vCPUs.</param>
readonly record struct Machine(CoreKind Kind, Silicon? Silicon, double Occupancy)
{
    /// <summary>A node of that type.</summary>
    public static Machine On(InstanceType type, double occupancy)
    {
        var silicon = Silicon.Find(type);
        return new Machine(silicon.Kind, silicon, occupancy);
    }

    /// <summary>A worker on a machine that AWS does not name, all its vCPUs busy.</summary>
    public static Machine Unnamed(string arch) => new(arch == "arm64" ? CoreKind.Graviton : CoreKind.Thread, null, 1);
}
