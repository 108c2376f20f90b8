using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>
/// Types on which tasks take equally long and equally many executors fit: one that costs more is dropped only where a cheaper one is at
/// least as good in all that may bound a stage.
/// </summary>
static class EqualTypes
{
    /// <summary>Bytes a ms of a default gp3 volume.</summary>
    public const double VolumeBytesPerMs = 125.0 * (1 << 20) / 1000;

    /// <summary>Those that no cheaper one replaces, cheapest first.</summary>
    /// <param name="job">What must fit.</param>
    /// <param name="types">Of equal speed and room.</param>
    /// <param name="of">Instance type and executor heap in MiB of an item.</param>
    /// <param name="usd">Prices that an option with the item is made of: each must be lower or equal.</param>
    public static IEnumerable<T> Undominated<T>(
        IJobToPlace job, IEnumerable<T> types, Func<T, (InstanceType Type, long HeapMib)> of, Func<T, decimal[]> usd)
    {
        var kept = new List<(T Item, InstanceType Type, long HeapMib, decimal[] Usd)>();
        foreach (var t in types.Select(t => (Item: t, Of: of(t), Usd: usd(t))).OrderBy(t => t.Usd.Sum())
            .ThenBy(t => t.Of.Type.Name, StringComparer.Ordinal))
        {
            if (kept.Any(k =>
                k.HeapMib >= t.Of.HeapMib && k.Usd.Zip(t.Usd).All(u => u.First <= u.Second) && IsAsGood(job, k.Type, t.Of.Type))) continue;
            kept.Add((t.Item, t.Of.Type, t.Of.HeapMib, t.Usd));
            yield return t.Item;
        }
    }

    static bool IsAsGood(IJobToPlace job, InstanceType a, InstanceType b) =>
        (a.NetworkBaselineGbps ?? decimal.MaxValue) >= (b.NetworkBaselineGbps ?? decimal.MaxValue)
        && DiskBytesPerMs(job.Book, a) >= DiskBytesPerMs(job.Book, b) && a.MemoryGib >= b.MemoryGib
        && a.IsEbsOnly == b.IsEbsOnly && RoomGib(job.Book, a) >= RoomGib(job.Book, b)
        && job.InterruptionsPerHour(a) <= job.InterruptionsPerHour(b) && job.SpreadOn(a) <= job.SpreadOn(b);

    /// <summary>What shuffle and spill files are written to and read from, together; infinite on local disks.</summary>
    public static double DiskBytesPerMs(PriceBook book, InstanceType type) => type.IsEbsOnly
        ? Math.Min(VolumeBytesPerMs * Math.Max(1, book.EbsDefaults(type.Size)?.Volumes ?? 1),
        (double)(type.EbsBaselineMbps ?? 10_000m) * 1e6 / 8 / 1000) : double.PositiveInfinity;

    static decimal RoomGib(PriceBook book, InstanceType type) =>
        type.IsEbsOnly ? book.EbsDefaults(type.Size)?.GibTotal ?? 0 : type.LocalStorageGb;
}
