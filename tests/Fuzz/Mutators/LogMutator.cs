namespace Rightsizer.Fuzz.Mutators;

/// <summary>Changes a log as whole events go wrong: missing, doubled, out of order, of another log, with a field changed.</summary>
static class LogMutator
{
    /// <param name="lines">A log.</param>
    /// <param name="random">Decides what changes.</param>
    /// <param name="wanted">Where changes inside events go; null is to any event.</param>
    public static List<byte[]> Mutate(IReadOnlyList<byte[]> lines, Random random, Func<byte[], bool>? wanted = null)
    {
        var changed = new List<byte[]>(lines);
        var targets = wanted is null ? null : Enumerable.Range(0, lines.Count).Where(i => wanted(lines[i])).ToArray();
        for (var times = 1 + (random.Next(3) == 0 ? random.Next(6) : 0); times > 0 && changed.Count > 0; times--)
        {
            var at = targets is { Length: > 0 } ? Math.Min(targets[random.Next(targets.Length)], changed.Count - 1)
                : random.Next(changed.Count);
            switch (random.Next(12))
            {
                case 0: changed.RemoveAt(at); break;
                case 1: changed.Insert(random.Next(changed.Count), changed[at]); break;
                case 2: (changed[at], changed[^1]) = (changed[^1], changed[at]); break;
                case 3:
                    var other = Seeds.Log(random);
                    changed.Insert(at, other[random.Next(other.Count)]);
                    break;
                case 4 when random.Next(4) == 0: changed.RemoveRange(at, changed.Count - at); break;
                default: changed[at] = JsonMutator.Mutate(changed[at], random); break;
            }
        }
        return changed;
    }

    public static byte[] Join(IReadOnlyList<byte[]> lines)
    {
        var joined = new byte[lines.Sum(l => l.Length + 1)];
        var at = 0;
        foreach (var line in lines)
        {
            line.CopyTo(joined, at);
            joined[at + line.Length] = (byte)'\n';
            at += line.Length + 1;
        }
        return joined;
    }
}
