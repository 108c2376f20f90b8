using System.Numerics;

namespace Rightsizer.Analyzer.Replay.Simulation;

/// <summary>A set of small numbers, a bit each.</summary>
sealed class NumberSet
{
    const int WordBits = 64;

    ulong[] words = new ulong[4];

    public void Add(int number)
    {
        var word = number / WordBits;
        if (word >= words.Length) Array.Resize(ref words, Math.Max(word + 1, words.Length * 2));
        words[word] |= 1UL << number;
    }

    public void Remove(int number)
    {
        if (number / WordBits < words.Length) words[number / WordBits] &= ~(1UL << number);
    }

    public bool Contains(int number) => number / WordBits < words.Length && (words[number / WordBits] & 1UL << number) != 0;

    /// <summary>The largest member below <paramref name="number"/>; -1 where there is none.</summary>
    public int LastBefore(int number)
    {
        for (var last = Math.Min(number, words.Length * WordBits) - 1; last >= 0; last = last / WordBits * WordBits - 1)
        {
            var below = words[last / WordBits] & ulong.MaxValue >> WordBits - 1 - last % WordBits;
            if (below != 0) return last / WordBits * WordBits + BitOperations.Log2(below);
        }
        return -1;
    }
}
