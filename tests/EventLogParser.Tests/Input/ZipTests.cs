using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Input;

public sealed class ZipTests : IDisposable
{
    readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    void Zip(params (string Name, byte[] Bytes)[] files)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, bytes) in files)
        {
            using var entry = zip.CreateEntry(
                name, name.Contains("stored", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
            entry.Write(bytes);
        }
    }

    static byte[] Log(string application) => Encoding.UTF8.GetBytes(Listing.Log(application));

    static (byte[] Plain, string? Error) Read(LogPart part)
    {
        using var stream = DecodedStream.Open(part);
        var plain = new MemoryStream();
        stream.CopyTo(plain);
        return (plain.ToArray(), stream.StreamError);
    }

    static void AssertText(LogPart part)
    {
        var (plain, error) = Read(part);
        Assert.Equal(Fixture.Text, plain);
        Assert.Null(error);
    }

    /// <summary>The directory names one entry's bytes many times: 50 KB would unpack to any size.</summary>
    [Fact]
    public void OverlappingEntries_AreRefused()
    {
        Zip(("app-1", Log("a")));
        var bytes = File.ReadAllBytes(path);
        var directory = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        var end = bytes.AsSpan().IndexOf("PK\u0005\u0006"u8);
        var doubled = bytes[..end].Concat(bytes[directory..end]).Concat(bytes[end..]).ToArray();
        var tail = doubled.AsSpan(doubled.Length - 22);
        BinaryPrimitives.WriteUInt16LittleEndian(tail[8..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(tail[10..], 2);
        BinaryPrimitives.WriteUInt32LittleEndian(tail[12..], (uint)(2 * (end - directory)));
        File.WriteAllBytes(path, doubled);

        var e = Assert.Throws<RightsizerException>(() => EventLogLocator.Find(path));

        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Contains("overlap", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnpackingPastAThousandTimes_IsRefused()
    {
        var guard = new UnpackGuard("x");
        guard.Count(1L << 30, 1);
        guard.Count(1, 2 << 20);

        var e = Assert.Throws<RightsizerException>(() => guard.Count(1, 1 << 20));

        Assert.Contains("RIGHTSIZER_MAX_UNPACK_RATIO", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("small.zstd")]
    [InlineData("small.plain")]
    [InlineData("small.lz4")]
    public void OneLogInAZip_IsReadThroughBothCompressions(string fixture)
    {
        Zip(("app-1", Fixture.Bytes(fixture)), ("__MACOSX/._app-1", [1, 2, 3]));
        var log = Assert.Single(EventLogLocator.Find(path));
        Assert.Equal(EventLogKind.Zip, log.Kind);
        AssertText(log.Parts[0]);
    }

    [Fact]
    public void StoredEntry_IsRead()
    {
        Zip(("stored", Fixture.Text));
        AssertText(EventLogLocator.Find(path)[0].Parts[0]);
    }

    [Fact]
    public void AttemptsAndRollingFolders_AsTheHistoryServerZipsThem()
    {
        Zip(("app-1_1.zstd", Fixture.Bytes("small.zstd")), ("app-1_2.zstd", Fixture.Bytes("small.zstd")));
        Assert.Equal(["app-1_1.zstd", "app-1_2.zstd"], EventLogLocator.Find(path).Select(l => l.Parts[0].Name));

        Zip(("eventlog_v2_a/", []), ("eventlog_v2_a/events_2_a", Log("a")), ("eventlog_v2_a/events_1_a", Log("a")),
            ("eventlog_v2_a/appstatus_a", []));
        var log = Assert.Single(EventLogLocator.Find(path));
        Assert.Equal(["events_1_a", "events_2_a"], log.Parts.Select(p => p.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ZipThroughAPipe_GivesItsOneLog(bool seekable)
    {
        // An archive that cannot seek puts sizes behind the data, as the History Server's does.
        var stored = new MemoryStream();
        using (var zip = new ZipArchive(seekable ? stored : new WriteOnly(stored), ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in ((string, byte[])[])[("eventlog_v2_a/", []), ("eventlog_v2_a/appstatus_a", []),
                ("eventlog_v2_a/events_1_a.zstd", Fixture.Bytes("small.zstd")), ("eventlog_v2_a/events_2_a", Log("a"))])
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }
        var (plain, error) = Read(EventLogLocator.Find("-", new MemoryStream(stored.ToArray()))[0].Parts[0]);
        Assert.Equal([.. Fixture.Text, .. Log("a")], plain);
        Assert.Null(error);

        // and cut anywhere it gives what is whole
        for (var length = 16; length < stored.Length; length += 3)
        {
            var cut = Read(EventLogLocator.Find("-", new MemoryStream(stored.ToArray()[..length]))[0].Parts[0]);
            Assert.True(plain.AsSpan().StartsWith(cut.Plain));
            Assert.True(cut.Error is null ? cut.Plain.Length == plain.Length
                : cut.Error.StartsWith("truncated: ", StringComparison.Ordinal), $"cut at {length}: {cut.Error}");
        }
    }

    [Fact]
    public void ZipThroughAPipe_SecondLogIsNotMixedIn()
    {
        Zip(("app-1_1", Log("app-1")), ("app-1_2", Log("app-1")));
        var (plain, error) = Read(EventLogLocator.Find("-", new MemoryStream(File.ReadAllBytes(path)))[0].Parts[0]);
        Assert.Equal(Log("app-1"), plain);
        Assert.Equal("corrupt: zip goes on with another log, app-1_2; save it to a file and give its path", error);
    }

    sealed class WriteOnly(Stream inner) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }

    [Fact]
    public void CutZip_IsToldAsSuch()
    {
        Zip(("app-1", Fixture.Text));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^10]);
        var e = Assert.Throws<RightsizerException>(() => EventLogLocator.Find(path));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.EndsWith("download it again", e.Message);
    }

    [Fact]
    public void DamagedEntry_GivesWhatCameBeforeAndSaysCorrupt()
    {
        Zip(("stored-app-1", Fixture.Text));
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("\"Task ID\":59"u8) + 10] ^= 1;
        File.WriteAllBytes(path, bytes);
        var (plain, error) = Read(EventLogLocator.Find(path)[0].Parts[0]);
        Assert.Equal(Fixture.Text.Length, plain.Length);
        Assert.Equal("corrupt: zip entry checksum differs", error);
    }

    [Fact]
    public void EntryCutAtEveryByte_GivesAPrefix()
    {
        Zip(("app-1", Fixture.Text));
        var bytes = File.ReadAllBytes(path);
        var part = (ZipEntryPart)EventLogLocator.Find(path)[0].Parts[0];
        var directory = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        var stored = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(directory + 20));
        for (var length = 0; length < stored; length++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(directory + 20), length);
            var (plain, error) = Read(Assert.Single(ZipDirectory.Read(new MemoryPart("z", bytes))));
            Assert.True(Fixture.Text.AsSpan().StartsWith(plain));
            Assert.Equal("truncated: zip entry ends inside its data", error);
        }
    }

    [Fact]
    public void TooManyEntries_NamesTheLimit()
    {
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            for (var i = 0; i <= InputLimits.ZipEntries; i++) zip.CreateEntry("a" + i);
        }
        var e = Assert.Throws<RightsizerException>(() => EventLogLocator.Find(path));
        Assert.Contains(
            "the zip has 10001 entries, over the limit of 10000; unzip the log that you want and give its path, or lift the limit with "
            + "RIGHTSIZER_MAX_ZIP_ENTRIES", e.Message);
    }

    [Fact]
    public void Bomb_IsStreamedInBoundedMemory()
    {
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("app-1", CompressionLevel.Optimal).Open();
            entry.Write(Log("app-1"));
            var block = new byte[1 << 20];
            for (var i = 0; i < 64; i++) entry.Write(block);
        }
        using var stream = DecodedStream.Open(EventLogLocator.Find(path)[0].Parts[0]);
        var buffer = new byte[1 << 16];
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (stream.Read(buffer) > 0) { }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.Equal((64 << 20) + Log("app-1").Length, stream.PlainBytes);
    }

    [Fact]
    public void EverySingleByteDamage_ThrowsNothingButItsOwnError()
    {
        Zip(("app-1", Fixture.Bytes("small.zstd")), ("x/app-2", Log("b")));
        var bytes = File.ReadAllBytes(path);
        for (var at = 4; at < bytes.Length; at++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0xFF;
            try
            {
                foreach (var log in EventLogLocator.FindInZip(new MemoryPart("z", damaged))) Read(log.Parts[0]);
            }
            catch (RightsizerException)
            {
            }
            Read(new MemoryPart("z", damaged)); // and from front to back
        }
    }
}
