namespace Rightsizer.Cli;

/// <summary>The name that was probably meant.</summary>
static class NearestName
{
    /// <summary>The known name in other letters, or with the fewest letters changed; null where none is close.</summary>
    public static string? Find(string word, IEnumerable<string> known) =>
        known.FirstOrDefault(k => string.Equals(k, word, StringComparison.OrdinalIgnoreCase))
        ?? known.Distinct(StringComparer.Ordinal).Select(k => (Name: k, Distance: EditDistance(word, k)))
            .Where(k => k.Distance <= Math.Max(1, word.Length / 3))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal)
            .Select(k => k.Name).FirstOrDefault();

    /// <summary>Insertions, deletions, replacements and swaps of neighbours between the two words.</summary>
    static int EditDistance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
