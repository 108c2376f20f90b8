using System.Text.Json;

namespace Rightsizer.Spark.Tests.Fleet;

/// <summary>
/// How deploy/spark/rightsizer_fleet.py speaks with the process that reads, and what it does with logs that end it; the process is a
/// stand-in.
/// </summary>
public class FleetReaderTests
{
    [Theory]
    [InlineData("killed", "outOfMemory")]
    [InlineData("exits", "crash")]
    [InlineData("hangs", "timeout")]
    [InlineData("several", "inputError")]
    public void LogThatEndsItsReader_IsNamed_AndTheOthersAreRead(string name, string failure)
    {
        var read = Ask($"print(json.dumps([[uri, why and why[0]] for uri, why in read('a', 'b', '/x/{name}', 'c', 'd', 'e', 'f', 'g')]))");

        Assert.Equal($$"""[["a", null], ["b", null], [null, "{{failure}}"], ["c", null], ["d", null], ["e", null], ["f", null], ["g", null]]""", read);
    }

    [Fact]
    public void EveryLogThatEndsItsReader_IsNamed()
    {
        Assert.Equal("""[null, null, "a", null, "b", null]""", Ask("print(json.dumps([uri for uri, _ in read('killed-1', 'exits-1', 'a', 'killed-2', 'b', 'killed-3')]))"));
    }

    [Fact]
    public void Names_AreHandedAhead_AndNoMoreThanAFew()
    {
        var handed = Ask("""
            reader = Reader(settings)
            results = reader.read(map(lambda i: (i, handed.append(i) or str(i), 1), range(20)))
            handed, counts = [], []
            for _ in results: counts.append(len(handed))
            print(json.dumps([counts[0], counts[-1], max(count - done for done, count in enumerate(counts))]))
            """);

        Assert.Equal("[4, 20, 4]", handed);
    }

    [Theory]
    [InlineData("a b"), InlineData("-a"), InlineData("a\\nb"), InlineData("gr\\u00fc\\u00dfe \\u2028 \\U0001f600"),
        InlineData("a,\\\"b\\\\"), InlineData(" ")]
    public void Name_WhateverItHolds_IsHandedAsItIs(string name) =>
        Assert.Equal("True", Ask($"print(read(\"{name}\") == [[\"{name}\", None]] and was_read()[0][0] == \"{name}\")"));

    [Fact]
    public void ProgramThatDoesNotRun_FailsTheTaskAndBlamesNoLog()
    {
        var said = Ask("""
            open(program + ".broken", "w").close()
            try: print(read("a", "b"))
            except RuntimeError as e: print(e)
            """);

        Assert.Contains("rightsizer does not run on ", said, StringComparison.Ordinal);
        Assert.Contains("exit code 1", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Process_IsKeptForTheNextTask_ButNotBeyondAFailureOrATaskThatWasEnded()
    {
        var processes = JsonDocument.Parse(Ask("""
            def task(*names): return list(read_partition(settings, Count(), Count())([[(i, n, 1) for i, n in enumerate(names)]]))
            task("a", "b"), task("c"), task("full"), task("d")
            ended = read_partition(settings, Count(), Count())([[(i, str(i), 1) for i in range(9)]])
            next(ended)
            ended.close()
            task("e")
            by_name = dict(was_read())
            print(json.dumps([by_name[n] for n in ("a", "b", "c", "full", "d", "0", "e")]))
            """)).RootElement.EnumerateArray().Select(p => p.GetInt32()).ToArray();

        Assert.Single(processes[..4].Distinct());
        Assert.NotEqual(processes[3], processes[4]);
        Assert.Equal(processes[4], processes[5]);
        Assert.NotEqual(processes[5], processes[6]);
    }

    [Fact]
    public void LogThatEndedItsReaderOnce_IsReadAlone_AndIsARecord()
    {
        var said = Ask("print(json.dumps(fleet('/l/a', '/l/killed-once', '/l/full-once', '/l/exits-once', '/l/b')))");

        var jobs = JsonDocument.Parse(said).RootElement[0];
        Assert.Equal(2, jobs.GetArrayLength());
        Assert.Equal("""[["exits-once", "full-once", "killed-once"]]""", jobs[1].GetRawText());
        Assert.Equal("""[["/l/a", null], ["/l/b", null], ["/l/exits-once", null], ["/l/full-once", null], ["/l/killed-once", null]]""", Records(said));
    }

    [Fact]
    public void LogThatEndsItsReaderAgain_IsARowWithItsReason()
    {
        var said = Ask("print(json.dumps(fleet('/l/a', '/l/killed', '/l/full', '/l/exits', '/l/hangs', '/l/b')))");

        Assert.Equal("""[["/l/a", null], ["/l/b", null], ["/l/exits", "crash"], ["/l/full", "outOfMemory"], ["/l/hangs", "timeout"], ["/l/killed", "outOfMemory"]]""", Records(said));
    }

    [Fact]
    public void LogThatTakesItsExecutorAlong_IsFoundByHalves()
    {
        var said = Ask("print(json.dumps(fleet(*['/l/%d' % i for i in range(9)], lost='/l/5')))");

        Assert.Equal("""[["/l/0", null], ["/l/1", null], ["/l/2", null], ["/l/3", null], ["/l/4", null], ["/l/5", "crash"], ["/l/6", null], ["/l/7", null], ["/l/8", null]]""", Records(said));
    }

    /// <summary>
    /// What was read is kept under the version that was read: the next run sees that the listed one is not in the state, or is.
    /// </summary>
    [Fact]
    public void LogThatChangedAfterItWasListed_KeepsTheKeyThatItWasReadUnder()
    {
        var said = Ask("""print([key_of(fleet('/l/a')[2][0]) == digest(key) for key in ('{"uri":"/l/a"}', '{"uri":"/l/a","sizeBytes":1}')])""");

        Assert.Equal("[True, False]", said);
    }

    [Fact]
    public void Waves_AreJobsOfTheirOwn()
    {
        var jobs = JsonDocument.Parse(Ask("print(json.dumps(fleet(*['/l/%d' % i for i in range(7)], wave=3)[0]))")).RootElement
            .EnumerateArray();

        Assert.Equal([1, 3, 3], jobs.Select(j => j.EnumerateArray().Sum(p => p.GetArrayLength())).Order());
    }

    [Theory]
    [InlineData("/data/state", "file:///data/state")]
    [InlineData("/data/a:b/", "file:///data/a:b")]
    [InlineData("file:///data/state/", "file:///data/state")]
    [InlineData("hdfs:/state", "hdfs:/state")]
    public void State_IsTakenAsAPlaceOfThisMachineUnlessItSaysOtherwise(string given, string folder) =>
        Assert.Equal(folder, Ask($"print(state_of('{given}'))"));

    [Fact]
    public void State_ThatHadoopWouldTakeForAPattern_IsRefused() =>
        Assert.StartsWith("error: --state /data/{a}: ", Ask("print(state_of('/data/{a}'))"), StringComparison.Ordinal);

    static string Ask(string code) => FleetScript.Run(StandIns.Setup + code);

    static string Records(string said) =>
        "[" + string.Join(
        ", ", JsonDocument.Parse(said).RootElement[1].EnumerateArray().Select(r => r.GetRawText()).Order(StringComparer.Ordinal)) + "]";
}
