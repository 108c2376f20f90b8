using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>Kinds of instance types that are offered only when they are named.</summary>
static class TypeKinds
{
    /// <summary>Accelerated, burstable, HPC and bare-metal types: not what Spark executors are sized in here.</summary>
    static readonly string[] special = ["g", "gr", "p", "inf", "trn", "dl", "vt", "f", "t", "hpc", "mac", "u"];

    /// <summary>m4, c4, r4 and before.</summary>
    public static bool IsOld(InstanceType type) =>
        type.FamilyText is [var letter, >= '1' and <= '4', ..] && letter is 'm' or 'c' or 'r';

    /// <summary>
    /// Accelerated, burstable or bare metal. The flex types too: AWS gives 40 % of their CPU for certain, which executors at work exceed.
    /// </summary>
    public static bool IsSpecial(InstanceType type)
    {
        var family = type.FamilyText;
        if (type.SizeText.StartsWith("metal") || family.StartsWith("u-") || family.EndsWith("-flex")) return true;
        var letters = 0;
        while (letters < family.Length && char.IsAsciiLetter(family[letters])) letters++;
        foreach (var kind in special)
        {
            if (family[..letters].SequenceEqual(kind)) return true;
        }
        return false;
    }
}
