namespace Rightsizer.Analyzer.Model;

/// <summary>A growing column of whole numbers: 4 bytes a row until a value needs 8. Rows never set read as 0.</summary>
sealed class LongColumn
{
    int[]? small = new int[16];
    long[]? large;
    int length;

    public int Length => length;

    public long this[int row] => row >= length ? 0 : small is not null ? small[row] : large![row];

    public void Append(long value) => Set(length, value);

    public void Set(int row, long value)
    {
        Grow(row + 1);
        if (small is not null)
        {
            if (value == (int)value) { small[row] = (int)value; return; }
            Widen();
        }
        large![row] = value;
    }

    void Widen()
    {
        large = new long[small!.Length];
        for (var i = 0; i < length; i++) large[i] = small[i];
        small = null;
    }

    void Grow(int needed)
    {
        if (needed <= length) return;
        var capacity = small?.Length ?? large!.Length;
        if (needed > capacity)
        {
            // a quarter at a time: a million tasks must not hold twice their memory
            var next = Math.Max(needed, capacity + Math.Max(16, capacity < 4096 ? capacity : capacity / 4));
            if (small is not null) Array.Resize(ref small, next);
            else Array.Resize(ref large, next);
        }
        length = needed;
    }
}

