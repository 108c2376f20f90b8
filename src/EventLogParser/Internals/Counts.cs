using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Rightsizer.EventLogParser.Internals;

/// <summary>How often each name was met, in ordinal order of the names.</summary>
/// <remarks>
/// Put in order when somebody looks: the totals of a small log are read in less time than the machinery of sorting takes to be
/// compiled.
/// </remarks>
sealed class Counts : IReadOnlyDictionary<string, long>
{
    readonly Dictionary<string, Counter> counters = new(StringComparer.Ordinal);
    SortedDictionary<string, long>? sorted;

    sealed class Counter
    {
        public long Value;
    }

    public void Add(string name, long times)
    {
        if (!counters.TryGetValue(name, out var counter)) counters.Add(name, counter = new Counter());
        counter.Value += times;
        sorted = null;
    }

    SortedDictionary<string, long> Sorted => sorted ??= Sort();

    SortedDictionary<string, long> Sort()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, counter) in counters) counts.Add(name, counter.Value);
        return counts;
    }

    public long this[string key] => Sorted[key];
    public IEnumerable<string> Keys => Sorted.Keys;
    public IEnumerable<long> Values => Sorted.Values;
    public int Count => counters.Count;
    public bool ContainsKey(string key) => counters.ContainsKey(key);
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out long value) => Sorted.TryGetValue(key, out value);
    public IEnumerator<KeyValuePair<string, long>> GetEnumerator() => Sorted.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
