using System.Numerics;

namespace Rightsizer.Analyzer.Construction;

/// <summary>A set of small whole numbers: a bitmap, and a hash set for those far beyond what their number explains.</summary>
/// <remarks>A number alone makes it no larger: the bitmap grows with how many there are.</remarks>
sealed class IndexSet
{
    /// <summary>Words of the bitmap that cost nothing worth saving; and words that each index in the set may add.</summary>
    const int FreeWords = 64, WordsPerIndex = 1;

    ulong[] bits = [];
    HashSet<int>? others;

    public int Count { get; private set; }

    /// <returns>False where it is there already.</returns>
    public bool Add(int index)
    {
        var word = index >> 6;
        if (word < 0 || word >= bits.Length && !TryGrow(word))
        {
            if (!(others ??= []).Add(index)) return false;
            Count++;
            return true;
        }
        var bit = 1UL << (index & 63);
        if ((bits[word] & bit) != 0 || others is not null && others.Contains(index)) return false;
        bits[word] |= bit;
        Count++;
        return true;
    }

    public bool Contains(int index)
    {
        var word = index >> 6;
        return word >= 0 && word < bits.Length && (bits[word] & 1UL << (index & 63)) != 0 || others is not null && others.Contains(index);
    }

    bool TryGrow(int word)
    {
        if (word >= FreeWords + (long)Count * WordsPerIndex) return false;
        Array.Resize(ref bits, (int)BitOperations.RoundUpToPowerOf2((uint)word + 1));
        return true;
    }
}
