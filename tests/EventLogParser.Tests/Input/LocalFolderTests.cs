using System.IO.Pipes;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Tests.Input;

public sealed class LocalFolderTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void MissingPath_SaysSo()
    {
        var e = Assert.Throws<RightsizerException>(() => EventLogLocator.Find(Path.Combine(folder, "none")));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.EndsWith("none: no such file or folder; check the path", e.Message);
    }

    /// <summary>A link's own size is the length of its text and its time never changes: a log that grew would not be read again.</summary>
    [Fact]
    public void Link_HasSizeAndTimeOfItsFile()
    {
        if (OperatingSystem.IsWindows()) return; // links need a privilege there
        var log = Write("log", new string('x', 5000));
        File.SetLastWriteTimeUtc(log, DateTime.UnixEpoch.AddDays(20_000));
        var link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, log);

        var part = new LocalFilePart(link);

        Assert.Equal(5000, part.Length);
        Assert.Equal(20_000 * 86_400_000L, part.ModifiedMs);
        Assert.Equal(link, part.Location);
    }

    /// <summary>A shell gives <c>&lt;(zcat log.gz)</c> so. A look at its beginning would be missing from what is read.</summary>
    [Fact]
    public void PipeOfAShell_IsReadOnceFromItsBeginning()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        pipe.Write("{\"Event\":\"SparkListenerLogStart\"}\n"u8);

        foreach (var find in (Func<EventLog>[])[() => EventLogLocator.Find(path)[0], () => EventLogLocator.FindAll(path).First()])
        {
            var log = find();
            Assert.Equal(EventLogKind.StandardInput, log.Kind);
            Assert.Equal(path, log.Location);
            using var stream = log.Parts[0].OpenRead();
            pipe.Write("{\"Event\":\"SparkListenerLogStart\"}\n"u8);
            Assert.Equal((byte)'{', stream.ReadByte());
            var rest = new byte[1000];
            stream.ReadExactly(rest, 0, 33);
        }
    }

    [Fact]
    public void LinksInACircle_CannotBeOpened()
    {
        if (OperatingSystem.IsWindows()) return;
        var (a, b) = (Path.Combine(folder, "a"), Path.Combine(folder, "b"));
        File.CreateSymbolicLink(a, b);
        File.CreateSymbolicLink(b, a);
        Assert.Equal(ExitCode.InputUnreadable, Assert.Throws<RightsizerException>(() => new LocalFilePart(a).OpenRead()).ExitCode);
    }

    [Fact]
    public void EmptyFileAndEmptyFolder_AreNotEventLogs()
    {
        var empty = Write("empty", "");
        Assert.Equal(ExitCode.NotAnEventLog, Assert.Throws<RightsizerException>(() => EventLogLocator.Find(empty)).ExitCode);
        Assert.Equal(ExitCode.NotAnEventLog, Assert.Throws<RightsizerException>(() => EventLogLocator.Find(folder)).ExitCode);
    }

    [Fact]
    public void UnreadableFile_SaysWhy()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root reads everything");
        var path = Write("app-1", Listing.Log("app-1"));
        File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Equal(ExitCode.InputUnreadable, Assert.Throws<RightsizerException>(() => EventLogLocator.Find(path)).ExitCode);
    }

    [Fact]
    public void RollingFolderOnDisk_GivesLocalPaths()
    {
        Write("eventlog_v2_a/events_1_a", Listing.Log("a"));
        var second = Write("eventlog_v2_a/events_2_a", Listing.Log("a"));
        var inside = Assert.Single(EventLogLocator.Find(Path.Combine(folder, "eventlog_v2_a")));
        Assert.Equal(second, inside.Parts[1].LocalPath);
        Assert.Equal(["events_1_a", "events_2_a"], inside.Parts.Select(p => p.Name));
        // a folder that holds nothing but it means it
        Assert.Equal(inside.Parts.Select(p => p.LocalPath), Assert.Single(EventLogLocator.Find(folder)).Parts.Select(p => p.LocalPath));
    }

    [Fact]
    public void FindAll_GivesEveryLogFolderByFolderAndNothingElse()
    {
        Write("b/eventlog_v2_x/events_1_x", Listing.Log("x"));
        Write("b/eventlog_v2_x/appstatus_x", "");
        Write("b/plain.zstd", Listing.Log("p"));
        Write("a.d/later", Listing.Log("l"));
        Write("a/first", Listing.Log("f"));
        Write("top", Listing.Log("t"));
        Write("labels.tsv", "log\tkind");
        Write("_SUCCESS", "");
        Write(".git/app", Listing.Log("g"));
        var found = EventLogLocator.FindAll(folder).Select(l => Path.GetRelativePath(folder, l.Location).Replace('\\', '/'));
        Assert.Equal(["top", "a.d/later", "a/first", "b/plain.zstd", "b/eventlog_v2_x"], found);
    }

    [Fact]
    public void FindAll_DamagedZip_IsGivenSoThatItCanBeTold()
    {
        Write("a.zip", "PK\u0003\u0004 and no more");
        Write("b", Listing.Log("b"));
        var logs = EventLogLocator.FindAll(folder).ToList();
        Assert.Equal(2, logs.Count);
        var e = Assert.Throws<RightsizerException>(() => DecodedStream.Open(logs[0].Parts[0]));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Contains("cut short or damaged", e.Message);
    }

    [Fact]
    public void LinkToAFolder_IsNotFollowed()
    {
        Write("logs/app-1", Listing.Log("app-1"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "logs", "loop"), folder);
        Assert.Single(EventLogLocator.FindAll(folder));
    }
}
