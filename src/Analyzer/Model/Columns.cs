using System.Runtime.CompilerServices;

namespace Rightsizer.Analyzer.Model;

/// <summary>A growing column of whole numbers: one byte a row until a value needs two, four or eight. Rows never set read as 0.</summary>
/// <param name="capacity">Rows for which there is room at once.</param>
sealed class LongColumn(int capacity = 0)
{
    byte[]? bytes = new byte[Math.Max(16, capacity)];
    ushort[]? shorts;
    int[]? ints;
    long[]? longs;
    int length;

    public int Length => length;

    public long this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => row >= length ? 0 : ints is not null ? ints[row] : bytes is not null ? bytes[row] : shorts is not null ? shorts[row] : longs![row];
    }

    public void Append(long value) => Set(length, value);

    public void Set(int row, long value)
    {
        if (row >= length) Grow(row + 1);
        if (ints is not null && value == (int)value) ints[row] = (int)value;
        else if (bytes is not null && value == (byte)value) bytes[row] = (byte)value;
        else if (shorts is not null && value == (ushort)value) shorts[row] = (ushort)value;
        else if (longs is not null) longs[row] = value;
        else
        {
            Widen(value);
            Set(row, value);
        }
    }

    /// <summary>The values of the rows given, in their order.</summary>
    public void Read(ReadOnlySpan<int> rows, Span<double> values)
    {
        if (ints is not null)
        {
            for (var i = 0; i < rows.Length; i++) values[i] = rows[i] < length ? ints[rows[i]] : 0;
        }
        else
        {
            for (var i = 0; i < rows.Length; i++) values[i] = this[rows[i]];
        }
    }

    /// <summary>To the next width that holds the value.</summary>
    void Widen(long value)
    {
        var room = Capacity;
        if (value == (ushort)value && bytes is not null)
        {
            shorts = new ushort[room];
            for (var i = 0; i < length; i++) shorts[i] = bytes[i];
        }
        else if (value == (int)value)
        {
            ints = new int[room];
            for (var i = 0; i < length; i++) ints[i] = bytes is not null ? bytes[i] : shorts![i];
            shorts = null;
        }
        else
        {
            longs = new long[room];
            for (var i = 0; i < length; i++) longs[i] = this[i];
            (shorts, ints) = (null, null);
        }
        bytes = null;
    }

    int Capacity => bytes?.Length ?? shorts?.Length ?? ints?.Length ?? longs!.Length;

    void Grow(int needed)
    {
        var capacity = Capacity;
        if (needed > capacity)
        {
            // a quarter at a time: a million tasks must not hold twice their memory
            var next = Math.Max(needed, capacity + Math.Max(16, capacity < 4096 ? capacity : capacity / 4));
            if (bytes is not null) Array.Resize(ref bytes, next);
            else if (shorts is not null) Array.Resize(ref shorts, next);
            else if (ints is not null) Array.Resize(ref ints, next);
            else Array.Resize(ref longs, next);
        }
        length = needed;
    }
}
