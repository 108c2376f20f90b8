using System.Text;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Fast;

/// <summary>Damage drawn evenly over the bytes of real logs: both lanes make the same of it.</summary>
/// <remarks>
/// One exception, counted and printed: where accumulables are stepped over, damage wholly inside them that leaves quotes, brackets,
/// control characters and UTF-8 whole is not seen. Then the fast lane keeps the line as it was.
/// </remarks>
public class MutatedLogsTests(ITestOutputHelper output)
{
    const int Mutants = 10_000, Seed = 20261121, TaskLines = 2;

    [Fact]
    public void TenThousandMutants_BothLanesAgree_ButForDamageInsideSteppedOverAccumulables()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var random = new Random(Seed);
        var logs = Excerpts().ToList();
        Assert.True(logs.Count >= 10, $"{logs.Count} logs");
        int kept = 0, different = 0;
        for (var i = 0; i < Mutants; i++)
        {
            var original = logs[i % logs.Count];
            var (mutant, from, to) = Mutate(original, random);
            var readAccumulables = random.Next(2) == 0;
            var full = new EventLogReaderOptions { Lane = EventLogReaderOptions.FullLane, ReadAccumulables = readAccumulables };
            var fast = new EventLogReaderOptions { ReadAccumulables = readAccumulables };
            var difference = Reading.Difference(Log(mutant), full, fast);
            if (difference is null) continue;
            different++;
            var harmless = !readAccumulables && InsideAccumulables(original, from, to)
                && Reading.Read(Log(mutant), fast).Events.SequenceEqual(Reading.Read(Log(original), full).Events);
            Assert.True(harmless, $"mutant {i}, bytes {from} to {to}: {difference}");
            kept++;
        }
        output.WriteLine(
            $"{Mutants} mutants of {logs.Count} logs, seed {Seed}: {kept} lines kept by the fast lane that the full reader drops, "
            + $"{different - kept} other differences");
    }

    /// <summary>The first lines of each kind that make a small log: task events in front, as they are nine tenths of any log.</summary>
    static IEnumerable<byte[]> Excerpts()
    {
        foreach (var path in SharedLogs.All.Select(l => l.Path).Where(File.Exists))
        {
            var lines = Lines(path);
            var excerpt = lines.Where(l => l.StartsWith("{\"Event\":\"SparkListenerTaskEnd\"", StringComparison.Ordinal)).Take(TaskLines)
                .Concat(lines.Where(l => l.StartsWith("{\"Event\":\"SparkListenerTaskStart\"", StringComparison.Ordinal)).Take(1))
                .Concat(lines.Where(l => l.StartsWith("{\"Event\":\"SparkListenerJobEnd\"", StringComparison.Ordinal)).Take(1))
                .Where(l => l.Length < 20_000).ToList();
            if (excerpt.Count < TaskLines + 1) continue;
            yield return Encoding.UTF8.GetBytes(string.Join('\n', excerpt) + "\n");
        }
    }

    static List<string> Lines(string path)
    {
        using var reader = new StreamReader(DecodedStream.Open(new LocalFilePart(path)));
        var lines = new List<string>();
        while (lines.Count < 400 && reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }

    /// <returns>The mutant, and the bytes of the original that it differs in.</returns>
    static (byte[] Mutant, int From, int To) Mutate(byte[] log, Random random)
    {
        var at = random.Next(log.Length);
        var mutant = (byte[])log.Clone();
        switch (random.Next(6))
        {
            case 0:
                mutant[at] = (byte)random.Next(256);
                return (mutant, at, at + 1);
            case 1:
                mutant[at] ^= (byte)(1 << random.Next(8));
                return (mutant, at, at + 1);
            case 2:
                var length = Math.Min(random.Next(1, 40), log.Length - at);
                return ([.. log[..at], .. log[(at + length)..]], at, at + length);
            case 3:
                return ([.. log[..at], (byte)random.Next(32, 127), .. log[at..]], at, at);
            case 4:
                var other = Math.Min(at + 1, log.Length - 1);
                (mutant[at], mutant[other]) = (mutant[other], mutant[at]);
                return (mutant, at, other + 1);
            default:
                return (log[..at], at, log.Length);
        }
    }

    static bool InsideAccumulables(byte[] log, int from, int to)
    {
        var key = "\"Accumulables\":["u8;
        var open = log.AsSpan(0, from).LastIndexOf(key);
        var close = log.AsSpan(from).IndexOf("]},\"Task "u8);
        return open >= 0 && close >= 0 && to <= from + close && log.AsSpan(open, from + close - open).IndexOf((byte)'\n') < 0;
    }

    static EventLog Log(byte[] bytes) =>
        new() { Kind = EventLogKind.Single, Location = "mutant", Parts = [new MemoryPart("mutant", bytes)] };
}
