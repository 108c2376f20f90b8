using Rightsizer.Analyzer.Numerics.Internals;

namespace Rightsizer.Analyzer.Numerics;

/// <summary>Spans of time that overlap.</summary>
static class Overlap
{
    /// <summary>Most spans at one instant, at which an end counts before a beginning. Both lists are sorted.</summary>
    /// <param name="begins">One of each span, in any order.</param>
    /// <param name="ends">As many.</param>
    public static int Most(Span<long> begins, Span<long> ends)
    {
        FastSort.Sort(begins);
        FastSort.Sort(ends);
        var (most, ended) = (0, 0);
        for (var begun = 0; begun < begins.Length; begun++)
        {
            while (ended < ends.Length && ends[ended] <= begins[begun]) ended++;
            most = Math.Max(most, begun + 1 - ended);
        }
        return most;
    }

    /// <summary>Largest sum of weights at one instant, at which an end counts before a beginning.</summary>
    /// <param name="spans">In any order; those that end where they begin do not count.</param>
    public static long Most(IEnumerable<(double Begin, double End, long Weight)> spans)
    {
        var (most, now) = (0L, 0L);
        foreach (var (_, change) in spans.Where(s => s.End > s.Begin).SelectMany(s => new[] { (s.Begin, s.Weight), (s.End, -s.Weight) })
            .Order())
        {
            now += change;
            most = Math.Max(most, now);
        }
        return most;
    }
}
