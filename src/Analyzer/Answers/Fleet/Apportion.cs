namespace Rightsizer.Analyzer.Answers.Fleet;

/// <summary>
/// Shares out whole numbers so that the parts sum to the whole: what rounding leaves goes to the largest fractions, the first of equals.
/// </summary>
static class Apportion
{
    const decimal Micro = 1_000_000m;

    /// <summary>By weights of which the negative and the infinite count as 0; all on the first part where no weight is left.</summary>
    public static IReadOnlyList<long> Split(long total, IReadOnlyList<double> weights)
    {
        var clean = weights.Select(w => double.IsFinite(w) && w > 0 ? (decimal)w : 0).ToArray();
        return Split(total, clean);
    }

    /// <inheritdoc cref="Split(long, IReadOnlyList{double})"/>
    public static IReadOnlyList<long> Split(long total, IReadOnlyList<decimal> weights)
    {
        var parts = new long[weights.Count];
        var sum = weights.Where(w => w > 0).Sum();
        if (parts.Length == 0) return parts;
        if (sum <= 0)
        {
            parts[0] = total;
            return parts;
        }
        var fractions = new decimal[parts.Length];
        var left = total;
        for (var i = 0; i < parts.Length; i++)
        {
            var exact = total * (Math.Max(0, weights[i]) / sum);
            parts[i] = (long)Math.Floor(exact);
            fractions[i] = exact - parts[i];
            left -= parts[i];
        }
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => fractions[i]).ThenBy(i => i)
            .Take((int)Math.Max(0, left))) parts[i]++;
        return parts;
    }

    /// <summary>Dollars of 6 places.</summary>
    public static IReadOnlyList<decimal> Usd(decimal total, IReadOnlyList<decimal> weights) =>
        [.. Split((long)(total * Micro), weights).Select(p => p / Micro)];
}
