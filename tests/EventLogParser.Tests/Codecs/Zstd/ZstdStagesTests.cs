using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Zstd;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Codecs.Zstd;

/// <summary>One stream decoded by several threads gives what one thread gives.</summary>
public class ZstdStagesTests
{
    const int Mutations = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void FramesOfManyWindows_GiveTheTextOfOneThread(int threads)
    {
        // far matches, windows that grow from frame to frame, a window above what is taken at once, and small ones again
        var plain = new List<byte>();
        var stored = new List<byte>();
        foreach (var (windowLog, bytes) in (
            (int, int)[])[(10, 50_000), (18, 1_500_000), (25, 60_000_000), (17, 3_000_000), (12, 0), (20, 400_000)])
        {
            var text = ManagedZstdTests.SomeText(windowLog, bytes);
            plain.AddRange(text);
            stored.AddRange(ZstdEncoder.Encode(text, level: 3, windowLog, checksum: windowLog % 2 == 0));
        }
        var (decoded, error) = Run([.. stored], threads);
        Assert.Null(error);
        Assert.True(plain.ToArray().AsSpan().SequenceEqual(decoded));
    }

    [Fact]
    public void WrongChecksumInTheMiddle_EndsTheTextThere()
    {
        var first = Fixture.Bytes("small-checksum.zstd");
        first[^1] ^= 1;
        byte[] stored = [.. first, .. Fixture.Bytes("small.zstd")];
        var (decoded, error) = Run(stored, threads: 2);
        Assert.Equal(Fixture.Text, decoded);
        Assert.Equal("corrupt: zstd frame checksum differs", error);
    }

    [Fact]
    public void EmptyBlocksWithoutEnd_TakeNoMoreMemoryThanOthers()
    {
        // a frame of a million raw blocks of no bytes, three bytes each, and one of three
        byte[] stored = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x40, .. new byte[3_000_000], 3 << 3 | 1, 0, 0, (byte)'a', (byte)'b', (byte)'c'];
        var (decoded, error) = Run(stored, threads: 2);
        Assert.Null(error);
        Assert.Equal("abc"u8, decoded);
    }

    [Theory]
    [InlineData("small-checksum.zstd")]
    [InlineData("logs/rapids/spark2-eventlog.zstd")]
    public void DamagedFrames_EndWhereOneThreadEnds(string name)
    {
        Assert.SkipWhen(name.Contains('/') && SharedFolder.Path is null, SharedFolder.SkipReason);
        var stored = name.Contains('/') ? File.ReadAllBytes(Path.Combine(SharedFolder.Path!, name)) : Fixture.Bytes(name);
        for (var seed = 0; seed < Mutations; seed++)
        {
            // twice in a row, so that whole frames may follow the damage
            byte[] mutated = [.. Mutation.Mutate(stored, seed), .. stored];
            var expected = ZstdDecoders.Managed(mutated);
            var found = Run(mutated, threads: 3);
            Assert.Equal(expected.Error, found.Error);
            Assert.True(expected.Plain.AsSpan().SequenceEqual(found.Plain), $"seed {seed}");
        }
    }

    /// <summary>
    /// Reads as the fast lane does: runs are taken one after the other, carried out in turn, and their text is looked at later.
    /// </summary>
    static unsafe (byte[] Plain, string? Error) Run(byte[] stored, int threads)
    {
        var part = new MemoryPart("x", stored);
        using var stages = ZstdStages.Open(part, new StoredInput(new MemoryStream(stored)), runsHeld: threads);
        var texts = new List<(byte[] Text, string? Damage)>();
        var ended = false;
        long done = 0;
        var released = new object();
        void Work()
        {
            using var run = new ZstdRun();
            while (true)
            {
                lock (stages)
                {
                    if (ended) return;
                    ended = !stages.TryNext(run);
                }
                Assert.InRange(run.Count, 0, ZstdRun.MaxBlocks);
                stages.Execute(run);
                // a run is done with only once all before it are; meanwhile the others go as far ahead as they may
                lock (released)
                {
                    while (done != run.Place) Monitor.Wait(released);
                }
                if (run.Place % 5 == 0) Thread.Sleep(1);
                texts.Add((new ReadOnlySpan<byte>(run.Text, run.TextBytes).ToArray(), run.Damage));
                lock (released)
                {
                    done++;
                    Monitor.PulseAll(released);
                }
            }
        }
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work)).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());

        var plain = new MemoryStream();
        foreach (var (text, damage) in texts)
        {
            plain.Write(text);
            if (damage is not null) return (plain.ToArray(), damage);
        }
        return (plain.ToArray(), stages.StreamError);
    }
}
