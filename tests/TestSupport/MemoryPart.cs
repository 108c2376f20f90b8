using Rightsizer.EventLogParser.Input;

namespace Rightsizer.TestSupport;

/// <summary>A part that lies in memory.</summary>
/// <param name="stepBytes">At most so many bytes a read, as a network gives them.</param>
public sealed class MemoryPart(string name, byte[] bytes, int stepBytes = int.MaxValue) : LogPart
{
    public override string Name => name;

    public override string Location => "memory/" + name;

    public override long? Length => bytes.Length;

    public override Stream OpenRead() => stepBytes == int.MaxValue ? new MemoryStream(bytes) : new SteppedStream(bytes, stepBytes);

    sealed class SteppedStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(step, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(step, count));
    }
}
