using System.Text;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Input;

public class EventLogLocatorTests
{
    static EventLog One(params string[] files) => Assert.Single(EventLogLocator.FindIn("at", Listing.ListFiles(files)));

    [Fact]
    public void RollingFolder_OrdersPartsByNumberAndLeavesStatusOut()
    {
        var log = One("events_10_app-1.zstd", "events_2_app-1.zstd", "events_1_app-1.zstd", "appstatus_app-1", ".events_3_app-1.crc");
        Assert.Equal(EventLogKind.Rolling, log.Kind);
        Assert.Equal(["events_1_app-1.zstd", "events_2_app-1.zstd", "events_10_app-1.zstd"], log.Parts.Select(p => p.Name));
        Assert.Equal([3, 4, 5, 6, 7, 8, 9], log.MissingIndices);
        Assert.False(log.InProgress);
        Assert.False(log.Compacted);
    }

    [Fact]
    public void RollingFolder_StatusFileSaysInProgress()
    {
        Assert.True(One("events_1_app-1", "appstatus_app-1.inprogress").InProgress);
        Assert.Null(One("events_1_app-1").InProgress);
        Assert.Null(One("events_1_app-1", "appstatus_app-1_2").InProgress);
    }

    [Fact]
    public void RollingFolder_StartsAtTheLastCompactedFile()
    {
        var log = One("events_1_a", "events_2_a", "events_2_a.compact", "events_3_a", "events_4_a.compact", "events_4_a", "events_6_a");
        Assert.Equal(["events_4_a.compact", "events_6_a"], log.Parts.Select(p => p.Name));
        Assert.True(log.Compacted);
        Assert.Equal([5], log.MissingIndices);
    }

    [Fact]
    public void RollingFolder_HeadGoneWithoutACompactedFile_IsMissing() =>
        Assert.Equal([1, 2], One("events_3_a", "events_4_a").MissingIndices);

    [Fact]
    public void RollingFolder_MadeUpIndex_CostsNothing() =>
        Assert.Equal(1000, One("events_1_a", "events_2000000000_a").MissingIndices.Count);

    [Fact]
    public void Spark1Folder_OrdersPartsByNumberAndTellsVersionAndCompletion()
    {
        var log = One("EVENT_LOG_10", "EVENT_LOG_2", "EVENT_LOG_1", "SPARK_VERSION_1.0.2",
            "COMPRESSION_CODEC_org.apache.spark.io.LZFCompressionCodec");
        Assert.Equal(EventLogKind.Spark1Folder, log.Kind);
        Assert.Equal(["EVENT_LOG_1", "EVENT_LOG_2", "EVENT_LOG_10"], log.Parts.Select(p => p.Name));
        Assert.Equal("1.0.2", log.SparkVersionFromName);
        Assert.True(log.InProgress);
        Assert.False(One("EVENT_LOG_1", "APPLICATION_COMPLETE").InProgress);
    }

    [Fact]
    public void DatabricksFolder_DatedPartsThenTheUndatedOne()
    {
        var log = One("eventlog", "eventlog-2021-06-15--15-00.gz", "eventlog-2021-06-14--23-00.gz", "log4j-active.log");
        Assert.Equal(EventLogKind.DatabricksFolder, log.Kind);
        Assert.Equal(["eventlog-2021-06-14--23-00.gz", "eventlog-2021-06-15--15-00.gz", "eventlog"], log.Parts.Select(p => p.Name));
    }

    [Fact]
    public void DatabricksFolder_RolloverNumbersDecideAndTellWhatIsMissing()
    {
        static LogPart Part(string name, int number) =>
            new MemoryPart(
            name, Encoding.UTF8.GetBytes($"{{\"Event\":\"DBCEventLoggingListenerMetadata\",\"Rollover Number\":{number}}}\n{{}}\n"));
        var log = Assert.Single(EventLogLocator.FindIn(
            "at", [Part("eventlog-2021-06-14--10-00", 3), Part("eventlog-2021-06-14--11-00", 1), Part("eventlog", 4)]));
        Assert.Equal(["eventlog-2021-06-14--11-00", "eventlog-2021-06-14--10-00", "eventlog"], log.Parts.Select(p => p.Name));
        Assert.Equal([0, 2], log.MissingIndices);
    }

    [Fact]
    public void SingleFiles_TellTheirStateByName()
    {
        Assert.True(One("app-1.zstd.inprogress").InProgress);
        Assert.True(One("app-1.inprogress.compact").InProgress);
        Assert.False(One("app-1.zstd").InProgress);
    }

    [Fact]
    public void SeveralAttempts_AreOrderedByNumberNewestLast()
    {
        var logs = EventLogLocator.FindIn(
            "at", Listing.ListFiles("application_1_0007_10.zstd", "application_1_0007_2", "application_1_0007_1.lz4"));
        Assert.Equal(["application_1_0007_1.lz4", "application_1_0007_2", "application_1_0007_10.zstd"], logs.Select(l => l.Parts[0].Name));
    }

    [Fact]
    public void SeveralRollingAttempts_InFoldersOfTheirOwn()
    {
        var logs = EventLogLocator.FindIn("at", Listing.ListFiles(
            "eventlog_v2_a_2/events_1_a_2", "eventlog_v2_a_2/appstatus_a_2.inprogress", "eventlog_v2_a_1/events_1_a_1",
            "eventlog_v2_a_1/events_2_a_1", "eventlog_v2_a_1/appstatus_a_1"));
        Assert.Equal(["at/eventlog_v2_a_1: events_1_a_1, events_2_a_1", "at/eventlog_v2_a_2: events_1_a_2"], Listing.Describe(logs));
        Assert.Equal([false, true], logs.Select(l => l.InProgress));
    }

    [Theory]
    [InlineData("application_1_0007", "application_1_0008")] // YARN's own number is no attempt
    [InlineData("etl.zstd", "sort.zstd")]
    [InlineData("q_1=app-1", "q_2=app-2")] // names of the user's own: the ids inside decide
    [InlineData("eventlog_v2_a/events_1_a", "eventlog_v2_b/events_1_b")]
    public void SeveralApplications_AreRefusedByName(string one, string other)
    {
        var e = Assert.Throws<RightsizerException>(() => EventLogLocator.FindIn("at", Listing.ListFiles(one, other)));
        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.Contains("several applications (", e.Message);
        Assert.EndsWith("name one of them", e.Message);
    }

    [Fact]
    public void ManyApplications_NamesThreeAndOpensNoMoreThanItNeeds()
    {
        var e = Assert.Throws<RightsizerException>(
            () => EventLogLocator.FindIn("at", Listing.ListFiles([.. Enumerable.Range(0, 1000).Select(i => $"log{i:D4}")])));
        Assert.StartsWith("at: holds the logs of several applications (log0000, log0001, log0002, ...); ", e.Message);
    }

    [Fact]
    public void FilesThatAreNoLogs_AreLeftOut()
    {
        var other = new MemoryPart("truth.json", "{\"events\": 3}"u8.ToArray());
        var readme = new MemoryPart("README.md", "# no log"u8.ToArray());
        var log = Assert.Single(EventLogLocator.FindIn(
            "at", [other, readme, new MemoryPart("empty", []), .. Listing.ListFiles("_SUCCESS", ".hidden", "app-1", "__MACOSX/app-1")]));
        Assert.Equal("app-1", log.Parts[0].Name);
    }

    [Fact]
    public void NothingUsable_IsNotAnEventLog()
    {
        Assert.Equal(ExitCode.NotAnEventLog, Assert.Throws<RightsizerException>(() => EventLogLocator.FindIn("at", [])).ExitCode);
        var e = Assert.Throws<RightsizerException>(
            () => EventLogLocator.FindIn("at", [new MemoryPart("README.md", "# no log"u8.ToArray())]));
        Assert.Equal(ExitCode.NotAnEventLog, e.ExitCode);
        Assert.StartsWith("at: no Spark event log in it; ", e.Message);
    }

    [Fact]
    public void StandardInput_IsReadOnceWhateverItsCodec()
    {
        var log = Assert.Single(EventLogLocator.Find("-", new MemoryStream(Fixture.Bytes("small.lz4"))));
        Assert.Equal(EventLogKind.StandardInput, log.Kind);
        using var stream = DecodedStream.Open(log.Parts[0]);
        Assert.Equal(Fixture.Text, new BinaryReader(stream).ReadBytes(10_000));
        Assert.Equal("lz4", stream.Codec);
    }

    [Fact]
    public void RemoteFiles_LookedAtSideBySide_ComeInOrderWithTheLogsOfAZipAmongThem()
    {
        using var zip = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(zip, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in (string[])["app-a", "app-b"])
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(System.Text.Encoding.UTF8.GetBytes(Listing.Log(name)));
            }
        }
        var files = Enumerable.Range(0, 30).Select(
            i => new SlowPart(
            $"app-{i:00}", i == 7 ? zip.ToArray() : i == 9 ? [] : System.Text.Encoding.UTF8.GetBytes(Listing.Log($"app-{i:00}")))).ToList();
        var found = EventLogLocator.FindAllIn("at", files).Select(l => l.Parts[0].Name);
        Assert.Equal(Enumerable.Range(0, 30).Where(i => i != 9).SelectMany(i => i == 7 ? (string[])["app-a", "app-b"] : [$"app-{i:00}"]),
            found);
        Assert.InRange(SlowPart.MostAtOnce, 2, 8);
    }

    /// <summary>A part that takes its time to open.</summary>
    sealed class SlowPart(string name, byte[] bytes) : LogPart
    {
        static int atOnce;
        public static int MostAtOnce;
        public override string Name => name;
        public override string Location => name;
        public override long? Length => bytes.Length;

        public override Stream OpenRead()
        {
            var now = Interlocked.Increment(ref atOnce);
            for (int most; (most = MostAtOnce) < now && Interlocked.CompareExchange(ref MostAtOnce, now, most) != most;) { }
            Thread.Sleep(20);
            Interlocked.Decrement(ref atOnce);
            return new MemoryStream(bytes);
        }
    }

    [Theory]
    [InlineData("gs://bucket/app-1", "gcloud storage cp")]
    [InlineData("abfss://c@account.dfs.core.windows.net/app-1", "azcopy copy")]
    [InlineData("dbfs:/cluster-logs/app-1", "databricks fs cp")]
    [InlineData("ftp://host/app-1", "not supported")]
    [InlineData("/no/such/app-1", "no such file or folder; check the path")]
    public void OtherStore_SaysHowToBringTheLog(string path, string expected)
    {
        var e = Assert.Throws<RightsizerException>(() => EventLogLocator.Find(path));

        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }
}
