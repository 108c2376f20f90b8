using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>Kinds of instance types that are offered only when they are named.</summary>
static class TypeKinds
{
    /// <summary>Accelerated, burstable, HPC and bare-metal types: not what Spark executors are sized in here.</summary>
    static readonly string[] special = ["g", "gr", "p", "inf", "trn", "dl", "vt", "f", "t", "hpc", "mac", "u"];

    /// <summary>m4, c4, r4 and before.</summary>
    public static bool IsOld(InstanceType type) =>
        type.Family.Length >= 2 && type.Family[0] is 'm' or 'c' or 'r' && type.Family[1] is >= '1' and <= '4';

    /// <summary>
    /// Accelerated, burstable or bare metal. The flex types too: AWS gives 40 % of their CPU for certain, which executors at work exceed.
    /// </summary>
    public static bool IsSpecial(InstanceType type)
    {
        var letters = new string([.. type.Family.TakeWhile(char.IsAsciiLetter)]);
        return type.Size.StartsWith("metal", StringComparison.Ordinal) || special.Contains(letters)
            || type.Family.StartsWith("u-", StringComparison.Ordinal) || type.Family.EndsWith("-flex", StringComparison.Ordinal);
    }
}
