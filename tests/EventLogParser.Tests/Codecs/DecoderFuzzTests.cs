namespace Rightsizer.EventLogParser.Tests.Codecs;

public class DecoderFuzzTests
{
    const int Mutations = 2_000;

    public static TheoryData<string> Encoded => new(Fixture.All.Where(f => f.Codec != "none").Select(f => f.Name));

    [Theory, MemberData(nameof(Encoded))]
    public void MutatedStreams_NeverThrowAndStayBounded(string name)
    {
        var stored = Fixture.Bytes(name);
        for (var seed = 0; seed < Mutations; seed++)
        {
            var mutated = Mutation.Mutate(stored, seed);
            // DEFLATE expands at most 1032-fold, LZ4 255-fold; a zstd RLE block makes 128 KiB of 4 bytes.
            var limit = 1L << 26;
            try
            {
                var decoded = Decoded.Decode(mutated, limit: limit);
                Assert.True(decoded.Plain.Length < limit, $"seed {seed}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
    }
}
