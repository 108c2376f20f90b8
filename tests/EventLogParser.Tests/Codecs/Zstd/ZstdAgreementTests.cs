using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Codecs.Zstd;

/// <summary>Damaged frames, by both decoders.</summary>
public class ZstdAgreementTests(ITestOutputHelper output)
{
    const int Mutations = 2_000;

    [Theory]
    [InlineData("small.zstd")]
    [InlineData("small-checksum.zstd")]
    [InlineData("logs/rapids/spark2-eventlog.zstd")]
    public void DamagedFrames_AreTakenOrRefusedAlike(string name)
    {
        byte[] stored;
        if (name.Contains('/'))
        {
            Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
            stored = File.ReadAllBytes(Path.Combine(SharedFolder.Path, name));
        }
        else stored = Fixture.Bytes(name);

        int alike = 0, sooner = 0, alone = 0;
        for (var seed = 0; seed < Mutations; seed++)
        {
            var mutated = Mutation.Mutate(stored, seed);
            var library = ZstdDecoders.Library(mutated);
            var managed = ZstdDecoders.Managed(mutated);
            if (library.Error is null == managed.Error is null && library.Plain.AsSpan().SequenceEqual(managed.Plain))
            {
                alike++;
                continue;
            }
            // libzstd before 1.5.5 takes a block whose bits run out, and finds the damage later by the checksum or not at all;
            // the format forbids it. Ours may refuse sooner, and may never take or give more.
            Assert.True(managed.Error is not null && library.Plain.AsSpan().StartsWith(managed.Plain),
                $"seed {seed}: library '{library.Error}', managed '{managed.Error}'");
            if (library.Error is null) alone++;
            else sooner++;
        }
        output.WriteLine($"{name}: {alike} alike, {sooner} refused a block sooner by ours, {alone} refused by ours alone");
        Assert.True(alone <= Mutations / 100, $"{alone} of {Mutations} refused by ours alone");
    }
}
