using System.Numerics;

namespace Rightsizer.Analyzer.Construction;

/// <summary>A set of small whole numbers: a bitmap, and a hash set for the odd large one of a hostile log.</summary>
sealed class IndexSet
{
    const int BitmapLimit = 1 << 24;
    ulong[] bits = [];
    HashSet<int>? others;

    public int Count { get; private set; }

    public void Add(int index)
    {
        if ((uint)index >= BitmapLimit)
        {
            if ((others ??= []).Add(index)) Count++;
            return;
        }
        var word = index >> 6;
        if (word >= bits.Length) Array.Resize(ref bits, (int)BitOperations.RoundUpToPowerOf2((uint)word + 1));
        var bit = 1UL << (index & 63);
        if ((bits[word] & bit) != 0) return;
        bits[word] |= bit;
        Count++;
    }

    public bool Contains(int index)
    {
        if ((uint)index >= BitmapLimit) return others?.Contains(index) ?? false;
        var word = index >> 6;
        return word < bits.Length && (bits[word] & 1UL << (index & 63)) != 0;
    }
}
