using System.Formats.Tar;
using System.IO.Compression;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Tests.Input;

/// <summary>Logs inside a tar, plain or behind gzip, are read in place.</summary>
public sealed class TarTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-tar-").FullName;

    [Theory]
    [InlineData(false, TarEntryFormat.Pax)]
    [InlineData(true, TarEntryFormat.Pax)]
    [InlineData(false, TarEntryFormat.Gnu)]
    [InlineData(true, TarEntryFormat.Ustar)]
    public void RollingFolder_IsOneLogOfItsParts(bool gzip, TarEntryFormat format)
    {
        var path = Tar(gzip, format, ("./eventlog_v2_app-1/appstatus_app-1", []),
            ("./eventlog_v2_app-1/events_2_app-1.zstd", Fixture.Bytes("small.zstd")),
            ("./eventlog_v2_app-1/events_1_app-1", Fixture.Text), ("./notes.txt", "hello"u8.ToArray()));

        var log = Assert.Single(EventLogLocator.Find(path));

        Assert.Equal((EventLogKind.Tar, 2, 0), (log.Kind, log.Parts.Count, log.MissingIndices.Count));
        Assert.All(log.Parts, p => Assert.Equal(Fixture.Text, Read(p, out _)));
        Assert.Equal(log.Parts.Select(p => p.Name), EventLogLocator.FindAll(path).Single().Parts.Select(p => p.Name));
    }

    [Fact]
    public void TarAmongOtherFiles_GivesItsLogs()
    {
        Tar(gzip: true, TarEntryFormat.Pax, ("app-1", Fixture.Text), ("app-2", Fixture.Bytes("small.zstd")));

        Assert.Equal(["app-1", "app-2"], EventLogLocator.FindAll(folder).Select(l => l.Parts[0].Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TarCutInsideAFile_GivesWhatStandsBeforeAndSaysSo(bool gzip)
    {
        var path = Tar(gzip, TarEntryFormat.Ustar, ("app-1", [.. Fixture.Text, .. Fixture.Text]));
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(gzip ? bytes.Length * 3 / 4 : 512 + Fixture.Text.Length)]);

        var text = Read(Assert.Single(EventLogLocator.Find(path)).Parts[0], out var error);

        Assert.True(text.Length > 0 && Fixture.Text.AsSpan().StartsWith(text.AsSpan(0, Math.Min(text.Length, Fixture.Text.Length))));
        Assert.StartsWith("truncated: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void LinksAndNamesThatClimb_AreLeftOut()
    {
        var path = Path.Combine(folder, "a.tar");
        using (var tar = new TarWriter(File.Create(path)))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "app-0") { LinkName = "/etc/passwd" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../app-9") { DataStream = new MemoryStream(Fixture.Text) });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "app-1") { DataStream = new MemoryStream(Fixture.Text) });
        }

        Assert.Equal("app-1", Assert.Single(Assert.Single(EventLogLocator.Find(path)).Parts).Name);
    }

    string Tar(bool gzip, TarEntryFormat format, params (string Name, byte[] Bytes)[] files)
    {
        var path = Path.Combine(folder, gzip ? "logs.tar.gz" : "logs.tar");
        using Stream file = gzip ? new GZipStream(File.Create(path), CompressionLevel.Optimal) : File.Create(path);
        using var tar = new TarWriter(file, format);
        foreach (var (name, bytes) in files)
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                _ => new UstarTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = new MemoryStream(bytes);
            tar.WriteEntry(entry);
        }
        return path;
    }

    static byte[] Read(LogPart part, out string? error)
    {
        using var stream = DecodedStream.Open(part);
        using var text = new MemoryStream();
        stream.CopyTo(text);
        error = stream.StreamError;
        return text.ToArray();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
