using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Cli.Files;
using Rightsizer.Cli.Fleet;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Tests.Files;

/// <summary>A state on a disk that fails: no summary is lost without a word, none is changed.</summary>
public sealed class StateFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-state-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static RunSummary Run(string uri, int day = 1, long modifiedMs = 1) => RunSummarizer.Unreadable(
        new RunKey { Uri = uri, SizeBytes = 7, ModifiedMs = modifiedMs, Pricing = "p" }, ReadFailure.NotALog, $"{uri} {modifiedMs}") with
    {
        StartMs = 1_795_265_259_701 + day * 86_400_000L,
    };

    static FleetState Load(string place, IOutputFiles? files = null) =>
        FleetState.Load(new FolderStateStore(place, files ?? DiskFiles.Instance));

    static string[] Told(string place) => [.. Load(place).Newest("p").Select(s => s.Reason!)];

    /// <summary>A state of six runs in parts that the next run makes one.</summary>
    void Fill(string place)
    {
        for (var i = 0; i < 6; i++)
        {
            var state = Load(place);
            state.Add(Run($"old-{i}"));
            state.Flush();
        }
    }

    /// <summary>What a run does that reads two new logs, and one that changed.</summary>
    static void Work(string place, IOutputFiles files)
    {
        var state = Load(place, files);
        state.Add(Run("new-1"));
        state.Add(Run("new-2", day: 2));
        state.Flush();
        state.Add(Run("old-3", modifiedMs: 2));
        state.Complete();
    }

    static readonly string[] Before = [.. Enumerable.Range(0, 6).Select(i => $"old-{i} 1")];
    static readonly string[] After = ["new-1 1", "new-2 1", "old-0 1", "old-1 1", "old-2 1", "old-3 2", "old-4 1", "old-5 1"];

    [Theory]
    [InlineData(nameof(Fault.DiskFull))]
    [InlineData(nameof(Fault.Killed))]
    [InlineData(nameof(Fault.Once))]
    public void AtEveryStepThatFails_WhatWasThereIsThere_AndTheNextRunEndsTheWork(string kind)
    {
        var fault = Enum.Parse<Fault>(kind);
        var failed = 0;
        for (var n = 1; ; n++)
        {
            var place = Path.Combine(folder, $"{n}");
            Fill(place);
            var files = new FaultyFiles(n, fault);
            try
            {
                Work(place, files);
            }
            catch (Exception e) when (e is FaultyFiles.KilledException or RightsizerException)
            {
                failed++;
            }
            Assert.Empty(Load(place).CorruptParts);
            var told = Told(place);
            foreach (var run in Before.Where(r => r != "old-3 1")) Assert.Contains(run, told);
            Assert.All(told, t => Assert.Contains(t, (string[])[.. Before, .. After]));

            Work(place, DiskFiles.Instance);
            Assert.Equal(After, Told(place));
            if (files.Steps < n) break;
        }
        // made, written, synchronized and renamed: two parts, then the changed one, then the compacted one, then six removed
        Assert.True(failed >= 12, $"only {failed} steps failed");
    }

    [Fact]
    public void EachByteOfAPart_ThatIsDamaged_IsSeen_AndTheRestIsAsItWas()
    {
        Fill(folder);
        var parts = Directory.GetFiles(folder, "*.jsonl", SearchOption.AllDirectories);
        var whole = File.ReadAllBytes(parts[0]);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 1;
            File.WriteAllBytes(parts[0], damaged);
            var state = Load(folder);

            Assert.Equal([Path.GetFileName(Path.GetDirectoryName(parts[0])!) + "/" + Path.GetFileName(parts[0])], state.CorruptParts);
            Assert.Equal(5, state.Newest("p").Count);
            Assert.All(state.Newest("p"), s => Assert.Contains(s.Reason, Before));
        }
        File.WriteAllBytes(parts[0], whole[..^1]);
        Assert.Single(Load(folder).CorruptParts);
    }

    [Fact]
    public void NameThatWasDamaged_IsSeen()
    {
        Fill(folder);
        var part = Directory.GetFiles(folder, "*.jsonl", SearchOption.AllDirectories)[0];
        File.Move(part, Path.Combine(Path.GetDirectoryName(part)!, "part-" + new string('z', 32) + ".jsonl"));
        var state = Load(folder);

        Assert.Single(state.CorruptParts);
        Assert.Equal(5, state.Newest("p").Count);
    }

    [Fact]
    public void DamagedPart_IsSetAside_NotRemoved()
    {
        Fill(folder);
        var part = Directory.GetFiles(folder, "*.jsonl", SearchOption.AllDirectories)[0];
        var damaged = File.ReadAllBytes(part);
        damaged[^2] ^= 1;
        File.WriteAllBytes(part, damaged);
        Load(folder).Complete();

        Assert.False(File.Exists(part));
        Assert.Equal(damaged, File.ReadAllBytes(Path.Combine(folder, "_damaged", Path.GetRelativePath(folder, part))));
        Assert.Empty(Load(folder).CorruptParts);
    }

    [Fact]
    public void ReadOnlyState_IsRead_AndSaysThatItCouldNotBeTidied()
    {
        Fill(folder);
        var state = Load(folder, new FaultyFiles(1, Fault.ReadOnly));
        state.Complete();

        Assert.Equal(6, state.Newest("p").Count);
        Assert.Contains("cannot be written", state.Untidy, StringComparison.Ordinal);
        state.Add(Run("new"));
        Assert.Equal(ExitCode.BadArguments, Assert.Throws<RightsizerException>(state.Flush).ExitCode);
    }

    [Fact]
    public void LineOfAnOlderVersion_IsCounted()
    {
        Fill(folder);
        var (name, content) = StatePart.Encode("2026-11-02", [Encoding.UTF8.GetBytes(
            $$$"""{"key":{"uri":"u","schemaVersion":{{{RunSummary.CurrentVersion - 1}}},"pricing":"p"}}""")]);
        new FolderStateStore(folder, DiskFiles.Instance).Write(name, content);

        Assert.Equal(1, Load(folder).UnknownLines);
        Assert.Equal(6, Load(folder).Newest("p").Count);
    }

    [Fact]
    public void LineThatSomebodyWroteWithoutAName_IsCounted()
    {
        Fill(folder);
        var line = Encoding.UTF8.GetString(RunSummaryJson.Write(Run("u")))
            .Replace("\"findings\":", "\"cost\":{\"alternatives\":[{\"ground\":\"assumed\"}],\"findings\":[]},\"findings\":",
                StringComparison.Ordinal);
        var (name, content) = StatePart.Encode("2026-11-02", [Encoding.UTF8.GetBytes(line)]);
        new FolderStateStore(folder, DiskFiles.Instance).Write(name, content);

        Assert.Equal(1, Load(folder).UnknownLines);
        Assert.Equal(6, Load(folder).Newest("p").Count);
    }

    [Fact]
    public void ManyThatWriteAndCompactAtOnce_NeverMissWhatWasThere()
    {
        Fill(folder);
        var missed = 0;
        Parallel.For(0, 6, worker =>
        {
            for (var round = 0; round < 10; round++)
            {
                var state = Load(folder);
                if (state.Newest("p").Count(s => Before.Contains(s.Reason)) < Before.Length) Interlocked.Increment(ref missed);
                state.Add(Run($"worker-{worker}-{round}"));
                state.Complete();
            }
        });

        Assert.Equal(0, missed);
        Assert.Equal(66, Load(folder).Newest("p").Count);
        Assert.Empty(Load(folder).CorruptParts);
    }

    [Fact]
    public void UnfinishedFileOfAKilledRun_IsRemovedOnceItIsOld()
    {
        Fill(folder);
        var day = Path.GetDirectoryName(Directory.GetFiles(folder, "*.jsonl", SearchOption.AllDirectories)[0])!;
        var (old, young) = (Path.Combine(day, ".part-1.tmp"), Path.Combine(day, ".part-2.tmp"));
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        var state = Load(folder);
        state.Add(Run("new"));
        state.Flush();

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }
}
