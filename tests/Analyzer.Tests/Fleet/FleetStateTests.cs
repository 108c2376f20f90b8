using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

public class FleetStateTests
{
    static MemoryStore With(params RunSummary[] runs)
    {
        var store = new MemoryStore();
        foreach (var run in runs)
        {
            var state = FleetState.Load(store);
            state.Add(run);
            state.Flush();
        }
        return store;
    }

    [Fact]
    public void WhatWasAdded_IsFound_UnderTheDayOfItsStart()
    {
        var run = Run("a", 3, hour: 23.9);
        var store = With(run);

        Assert.StartsWith("date=2026-11-05/part-", Assert.Single(store.Parts.Keys), StringComparison.Ordinal);
        Assert.Equal("a", FleetState.Load(store).Find(run.Key)?.App?.Name);
        Assert.Null(FleetState.Load(store).Find(run.Key with { ModifiedMs = 1 }));
        Assert.Null(FleetState.Load(store).Find(run.Key with { Pricing = "q" }));
    }

    [Fact]
    public void SameRecordsInAnyOrder_AreTheSamePart()
    {
        RunSummary[] runs = [Run("a", 0, 1), Run("b", 0, 2), Run("c", 0, 3)];
        string Part(IEnumerable<RunSummary> of)
        {
            var store = new MemoryStore();
            var state = FleetState.Load(store);
            foreach (var r in of) state.Add(r);
            state.Complete();
            return store.Parts.Keys.Single();
        }

        Assert.Equal(Part(runs), Part(runs.Reverse()));
    }

    [Fact]
    public void DayOfManyParts_BecomesOne_WithTheNewestOfEachLog()
    {
        var old = Run("a", 0, id: "x") with { Reason = "old" };
        var store = With(old, Run("b", 0), Run("c", 0), Run("d", 0),
            old with { Key = old.Key with { ModifiedMs = old.Key.ModifiedMs + 1 }, Reason = "new" });
        Assert.Equal(5, store.Parts.Count);
        FleetState.Load(store).Complete();
        var lines = Encoding.UTF8.GetString(Assert.Single(store.Parts.Values)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(4, lines.Length);
        Assert.Contains(lines, l => l.Contains("\"new\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("\"old\"", StringComparison.Ordinal));
    }

    [Fact]
    public void CorruptPart_IsLeftOut_AndMadeAnewUnderTheSameName()
    {
        var run = Run("a", 0);
        var store = With(run);
        var name = store.Parts.Keys.Single();
        store.Parts[name][10] ^= 1;
        var state = FleetState.Load(store);

        Assert.Equal([name], state.CorruptParts);
        Assert.Null(state.Find(run.Key));
        state.Add(run);
        state.Complete();

        Assert.Equal([name], store.Parts.Keys);
        Assert.NotNull(FleetState.Load(store).Find(run.Key));
    }

    [Fact]
    public void StateOfANewerVersion_IsRefused_AndLeftAsItIs()
    {
        var store = new MemoryStore();
        var (name, content) = StatePart.Encode("2026-11-02", ["""{"key":{"uri":"u","schemaVersion":2,"pricing":"p"}}"""u8.ToArray()]);
        store.Parts[name] = content;
        var e = Assert.Throws<EventLogParser.RightsizerException>(() => FleetState.Load(store));

        Assert.Equal(EventLogParser.ExitCode.BadArguments, e.ExitCode);
        Assert.Equal("memory: a state from a newer version of rightsizer (records of version 2, this one knows 1); update, or give "
            + "another --state", e.Message);
        Assert.Single(store.Parts);
    }

    [Theory]
    [InlineData(ReadFailure.NotALog, true)]
    [InlineData(ReadFailure.OutOfMemory, true)]
    [InlineData(ReadFailure.InputError, false)]
    [InlineData(ReadFailure.Timeout, false)]
    public void Failures_AreRemembered_WhereAnotherTryIsVain(ReadFailure failure, bool known)
    {
        var bad = RunSummarizer.Unreadable(Run("a", 0).Key, failure, "why");
        var store = With(bad);

        Assert.StartsWith("date=unknown/", store.Parts.Keys.Single(), StringComparison.Ordinal);
        Assert.Equal(known, FleetState.Load(store).Find(bad.Key) is not null);
    }

    [Fact]
    public void TwoThatCompactAtOnce_LoseNothing()
    {
        var store = With([.. Enumerable.Range(0, 40).Select(i => Run("a", 0, id: $"{i}"))]);
        var states = Enumerable.Range(0, 4).Select(_ => FleetState.Load(store)).ToList();
        Parallel.ForEach(states, s => s.Complete());

        Assert.Equal(40, FleetState.Load(store).Newest("p").Count);
    }

    [Fact]
    public void PartsThatAreCompactedBetweenListingAndReading_AreFoundUnderTheirNewName()
    {
        var store = With([.. Enumerable.Range(0, 6).Select(i => Run("a", 0, id: $"{i}"))]);

        Assert.Equal(6, FleetState.Load(new CompactedMeanwhile(store)).Newest("p").Count);
        Assert.Single(store.Parts);
    }

    /// <summary>Another program compacts as soon as this one has its first listing.</summary>
    sealed class CompactedMeanwhile(MemoryStore store) : IStateStore
    {
        bool compacted;

        public string Location => store.Location;

        public IReadOnlyList<string> List()
        {
            var names = store.List();
            if (!compacted) FleetState.Load(store).Complete();
            compacted = true;
            return names;
        }

        public byte[]? Read(string name) => store.Read(name);
        public void Write(string name, byte[] content) => store.Write(name, content);
        public void Delete(string name) => store.Delete(name);
        public void SetAside(string name) => store.SetAside(name);
    }
}
