using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Rightsizer.Analyzer.Model;

/// <summary>A growing column of whole numbers, each block of rows with as many bytes a row as its own values need. Rows never set read as 0.</summary>
/// <remarks>Small blocks, because a growing array would be copied again and again, and the old ones stay until a full garbage collection: a million tasks would hold twice their memory.</remarks>
/// <param name="expected">Rows that are to come, as far as is known.</param>
sealed class LongColumn(int expected = 0)
{
    const int BlockBits = 10, BlockRows = 1 << BlockBits, FewestRows = 16;

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
        if (!block.TryWrite(at, value)) block.Widen(at, value, length - (row - at), expected - (row - at));
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
        if (count > blocks.Length) Array.Resize(ref blocks, Math.Max(count, Math.Max(blocks.Length * 2, expected + BlockRows - 1 >> BlockBits)));
    }

    /// <summary>Values of one width, read and written eight bytes at a time: room for that lies behind the last. Without bytes all are 0.</summary>
    struct Block
    {
        byte[]? bytes;
        int width;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly long Read(int at)
        {
            if (bytes is null || at * width > bytes.Length - sizeof(long)) return 0;
            var unused = UnusedBits;
            return BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at * width)) << unused >> unused;
        }

        /// <summary>False when there is no room for the row, or the value needs more bytes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool TryWrite(int at, long value)
        {
            if (bytes is null) return value == 0;
            var unused = UnusedBits;
            if (at * width > bytes.Length - sizeof(long)) return value == 0;
            if (value << unused >> unused != value) return false;
            Write(bytes.AsSpan(at * width), value, unused);
            return true;
        }

        readonly int UnusedBits => 64 - 8 * width;

        static void Write(Span<byte> to, long value, int unused)
        {
            var mask = -1L >>> unused;
            BinaryPrimitives.WriteInt64LittleEndian(to, BinaryPrimitives.ReadInt64LittleEndian(to) & ~mask | value & mask);
        }

        /// <summary>Makes room for the row and the value, and writes it.</summary>
        /// <param name="at">Row in the block.</param>
        /// <param name="value">Its value.</param>
        /// <param name="rowsSet">Rows from the block's first on that may have been set.</param>
        /// <param name="rowsExpected">Rows to come from the block's first on.</param>
        public void Widen(int at, long value, int rowsSet, int rowsExpected)
        {
            var had = bytes is null ? 0 : (bytes.Length - sizeof(long)) / width + 1;
            var rows = Math.Max(had, Math.Min(rowsExpected, BlockRows));
            if (at >= rows) rows = Math.Clamp(Math.Max(at + 1, rows * 2), FewestRows, BlockRows);
            var wider = new Block { width = Math.Max(width, WidthOf(value)) };
            wider.bytes = new byte[(rows - 1) * wider.width + sizeof(long)];
            for (var i = 0; i < Math.Min(had, rowsSet); i++) wider.TryWrite(i, Read(i));
            this = wider;
            TryWrite(at, value);
        }

        static int WidthOf(long value)
        {
            var width = 1;
            while (value << 64 - 8 * width >> 64 - 8 * width != value) width++;
            return width;
        }
    }
}
