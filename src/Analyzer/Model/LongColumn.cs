using System.Runtime.CompilerServices;

namespace Rightsizer.Analyzer.Model;

/// <summary>
/// A growing column of whole numbers, each block of rows with as many bytes a row as its own values need. Rows never set read as 0.
/// </summary>
/// <remarks>
/// Small blocks, because a growing array would be copied again and again, and the old ones stay until a full garbage collection: a million
/// tasks would hold twice their memory.
/// </remarks>
/// <param name="expected">Rows that are to come, as far as is known.</param>
sealed class LongColumn(int expected = 0)
{
    const int BlockBits = 10, BlockRows = 1 << BlockBits, FewestRows = 16;

    /// <summary>Rows that are expected are believed as far as this many times those that came.</summary>
    const int BelievedTimes = 8;

    Block[] blocks = [];
    int length;

    public int Length => length;

    public long this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)row < (uint)length ? blocks[row >> BlockBits].Read(row & BlockRows - 1) : 0;
    }

    public void Append(long value) => Set(length, value);

    public void Set(int row, long value)
    {
        if (row >= length) Lengthen(row + 1);
        ref var block = ref blocks[row >> BlockBits];
        var at = row & BlockRows - 1;
        if (!block.TryWrite(at, value))
            block.Widen(at, value, length - (row - at), (int)Math.Min(expected, (row + 8L) * BelievedTimes) - (row - at));
    }

    /// <summary>The values of the rows given, in their order.</summary>
    public void Read(ReadOnlySpan<int> rows, Span<double> values)
    {
        for (var i = 0; i < rows.Length; i++) values[i] = this[rows[i]];
    }

    void Lengthen(int needed)
    {
        length = needed;
        var count = (needed - 1 >> BlockBits) + 1;
        if (count > blocks.Length)
            Array.Resize(ref blocks,
                Math.Max(count, Math.Max(blocks.Length * 2, Math.Min(expected + BlockRows - 1 >> BlockBits, BelievedTimes * count))));
    }

    /// <summary>
    /// Values of one width, side by side in words; one may lie across two, so there is a word more than they fill. Without words all are 0.
    /// </summary>
    /// <remarks>Shifts, not spans over bytes: code that is compiled ahead cannot take the framework's methods into its own.</remarks>
    struct Block
    {
        ulong[]? words;
        int rows;

        /// <summary>Whole bytes.</summary>
        int bits;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly long Read(int at)
        {
            if (at >= rows) return 0;
            var (word, shift) = (at * bits >> 6, at * bits & 63);
            // shifting by 64 would shift by none
            var value = words![word] >> shift | words[word + 1] << 1 << 63 - shift;
            return (long)value << 64 - bits >> 64 - bits;
        }

        /// <summary>False when there is no room for the row, or the value needs more bits.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool TryWrite(int at, long value)
        {
            if (at >= rows) return value == 0;
            if (value << 64 - bits >> 64 - bits != value) return false;
            var (word, shift) = (at * bits >> 6, at * bits & 63);
            var mask = ulong.MaxValue >> 64 - bits;
            words![word] = words[word] & ~(mask << shift) | ((ulong)value & mask) << shift;
            words[word + 1] = words[word + 1] & ~(mask >> 1 >> 63 - shift) | ((ulong)value & mask) >> 1 >> 63 - shift;
            return true;
        }

        /// <summary>Makes room for the row and the value, and writes it.</summary>
        /// <param name="at">Row in the block.</param>
        /// <param name="value">Its value.</param>
        /// <param name="rowsSet">Rows from the block's first on that may have been set.</param>
        /// <param name="rowsExpected">Rows to come from the block's first on.</param>
        public void Widen(int at, long value, int rowsSet, int rowsExpected)
        {
            var room = Math.Max(rows, Math.Min(rowsExpected, BlockRows));
            if (at >= room) room = Math.Clamp(Math.Max(at + 1, room * 2), FewestRows, BlockRows);
            var wider = new Block { rows = room, bits = Math.Max(bits, BitsOf(value)) };
            wider.words = new ulong[(room * wider.bits + 63) / 64 + 1];
            for (var i = 0; i < Math.Min(rows, rowsSet); i++) wider.TryWrite(i, Read(i));
            this = wider;
            TryWrite(at, value);
        }

        static int BitsOf(long value)
        {
            var bits = 8;
            while (value << 64 - bits >> 64 - bits != value) bits += 8;
            return bits;
        }
    }
}
