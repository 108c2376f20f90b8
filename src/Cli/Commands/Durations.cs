namespace Rightsizer.Cli.Commands;

/// <summary>Durations of tasks, in pieces that never move, so that a million of them leave no garbage.</summary>
sealed class Durations
{
    const int PieceLength = 1024;

    int[][] pieces = [new int[32]];
    int pieceCount = 1, used;

    /// <summary>The few that four bytes do not hold.</summary>
    long[] wide = [];
    int wideCount;

    public long Count { get; private set; }

    public void Add(long ms)
    {
        Count++;
        if (ms != (int)ms)
        {
            AddWide(ms);
            return;
        }
        if (used == pieces[pieceCount - 1].Length) AddPiece();
        pieces[pieceCount - 1][used++] = (int)ms;
    }

    void AddPiece()
    {
        if (pieceCount == pieces.Length) Array.Resize(ref pieces, pieceCount * 2);
        pieces[pieceCount] = new int[Math.Min(PieceLength, 2 * pieces[pieceCount - 1].Length)];
        pieceCount++;
        used = 0;
    }

    void AddWide(long ms)
    {
        if (wideCount == wide.Length) Array.Resize(ref wide, Math.Max(16, wideCount * 2));
        wide[wideCount++] = ms;
    }

    /// <summary>All of them, ascending.</summary>
    /// <param name="buffer">Memory to work in; made larger when it is too small.</param>
    public ReadOnlySpan<long> Sort(ref long[] buffer)
    {
        var count = (int)Count;
        if (buffer.Length < count) buffer = new long[count];
        var at = 0;
        for (var i = 0; i < pieceCount; i++)
        {
            var length = i == pieceCount - 1 ? used : pieces[i].Length;
            for (var j = 0; j < length; j++) buffer[at++] = pieces[i][j];
        }
        Array.Copy(wide, 0, buffer, at, wideCount);
        var sorted = buffer.AsSpan(0, count);
        sorted.Sort();
        return sorted;
    }
}
