using Rightsizer.EventLogParser.Codecs;
using Rightsizer.Fuzz.Mutators;
using Rightsizer.TestSupport;

namespace Rightsizer.Fuzz.Targets;

/// <summary>Changed bytes through the decoder that their first bytes choose: no exception, no more than the codec can make.</summary>
sealed class CodecTarget : FuzzTarget
{
    /// <summary>A frame of run-length blocks makes 128 KiB of 4 bytes; the samples are small.</summary>
    const long LimitBytes = 1 << 27;

    public override string Name => "codecs";
    public override int Share => 520;

    public override void Try(Random random, WorkFolder folder)
    {
        var bytes = ByteMutator.Mutate(Seeds.Stream(random), random);
        // most damage near the headers
        if (random.Next(3) == 0)
        {
            var head = Math.Min(bytes.Length, 64);
            bytes = [.. ByteMutator.Mutate(bytes[..head], random), .. bytes[head..]];
        }
        try
        {
            using var stream = DecodedStream.Open(new MemoryPart("x", bytes, random.Next(4) == 0 ? 1 + random.Next(100) : int.MaxValue));
            var buffer = new byte[1 << 16];
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                if (stream.PlainBytes > LimitBytes)
                    throw new BrokenInvariantException($"{bytes.Length} bytes of {stream.Codec} make {stream.PlainBytes}");
            }
            if (stream.BytesRead > bytes.Length) throw new BrokenInvariantException("more bytes read than stored");
        }
        catch (EventLogParser.RightsizerException)
        {
            // said in one line
        }
        catch (Exception e)
        {
            folder.Put("stored", bytes);
            throw new BrokenInvariantException($"decoder: {e.GetType().Name}: {e.Message}", e);
        }
    }
}
