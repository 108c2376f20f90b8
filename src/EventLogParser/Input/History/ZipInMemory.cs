namespace Rightsizer.EventLogParser.Input.History;

/// <summary>A zip that came over the network and has to be read out of order, kept in memory.</summary>
sealed class ZipInMemory : LogPart
{
    const int ChunkBytes = 1 << 20;

    readonly List<byte[]> chunks = [];
    readonly string location;
    long length;

    /// <summary>Reads the zip to its end.</summary>
    /// <param name="zip">The bytes.</param>
    /// <param name="location">Where they are from.</param>
    /// <param name="maxBytes">Longest that is taken.</param>
    /// <exception cref="RightsizerException">It is longer.</exception>
    public ZipInMemory(Stream zip, string location, long maxBytes)
    {
        this.location = location;
        int count;
        do
        {
            var chunk = new byte[ChunkBytes];
            count = zip.ReadAtLeast(chunk, ChunkBytes, throwOnEndOfStream: false);
            chunks.Add(chunk);
            length += count;
            if (length > maxBytes)
            {
                throw new RightsizerException(ExitCode.InputUnreadable,
                    $"{location}: a rolling log of more than {maxBytes >> 20} MB as the server zips it, which it sends in an order that "
                        + $"needs it all in memory; "
                    + "give the path of its eventlog_v2_ folder, or download it there and give the zip's path");
            }
        }
        while (count == ChunkBytes);
    }

    public override string Name => "logs.zip";

    public override string Location => location;

    public override long? Length => length;

    public override Stream OpenRead() => new Reader(chunks, length);

    sealed class Reader(List<byte[]> chunks, long length) : ForwardStream
    {
        public override bool CanSeek => true;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            if (Position >= length) return 0;
            var (chunk, at) = ((int)(Position / ChunkBytes), (int)(Position % ChunkBytes));
            var count = (int)Math.Min(Math.Min(buffer.Length, ChunkBytes - at), length - Position);
            chunks[chunk].AsSpan(at, count).CopyTo(buffer);
            Position += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => length };
    }
}
