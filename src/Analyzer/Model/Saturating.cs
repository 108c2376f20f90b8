namespace Rightsizer.Analyzer.Model;

/// <summary>Sums that stop at the largest number instead of starting again at the smallest.</summary>
static class Saturating
{
    public static long Add(long a, long b)
    {
        var sum = unchecked(a + b);
        if (((a ^ sum) & (b ^ sum)) >= 0) return sum;
        return a < 0 ? long.MinValue : long.MaxValue;
    }

    public static long Sum(IEnumerable<long> of) => of.Aggregate(0L, Add);
}
