using System.IO.Compression;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Fuzz.Mutators;

namespace Rightsizer.Fuzz.Targets;

/// <summary>Changed archives: headers, directories, names.</summary>
sealed class ZipTarget : FuzzTarget
{
    static readonly string[] Names =
    [
        "app-1", "app-1_1", "app-2.zstd", "eventlog_v2_app-1/events_1_app-1", "eventlog_v2_app-1/events_2_app-1", "../../etc/x", "/abs",
        "a\\b", "", "/", "eventlog_v2_app-1/", "eventlog_v2_app-1/appstatus_app-1", "nested.zip", "CON", "x\u202ey",
    ];

    public override string Name => "zip";
    public override int Share => 90;

    public override void Try(Random random, WorkFolder folder)
    {
        var zip = Make(random, depth: 0);
        // the directory lies at the end
        var changed = random.Next(6) switch
        {
            0 => zip,
            < 4 when zip.Length > 200 => [.. zip[..^200], .. ByteMutator.Mutate(zip[^200..], random)],
            _ => ByteMutator.Mutate(zip, random),
        };
        var file = folder.Put("logs.zip", changed);
        try
        {
            foreach (var log in random.Next(2) == 0 ? EventLogLocator.Find(file) : EventLogLocator.FindAll(folder.Path))
                EventLogReader.Read(log, new NoSink(), EventLogReaderOptions.Default);
        }
        catch (RightsizerException)
        {
            // said in one line
        }
        if (random.Next(300) == 0) Command.Run("report", file, "--format", "json");
    }

    static byte[] Make(Random random, int depth)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var n = random.Next(4); n >= 0; n--)
            {
                var name = Names[random.Next(Names.Length)];
                if (name.Length == 0) name = "x";
                var entry = archive.CreateEntry(name, random.Next(2) == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
                using var stream = entry.Open();
                if (name == "nested.zip" && depth < 2) stream.Write(Make(random, depth + 1));
                else stream.Write(random.Next(3) == 0 ? Seeds.Stream(random)
                    : LogMutator.Join(LogMutator.Mutate(Seeds.Logs[^1], random)));
            }
        }
        return bytes.ToArray();
    }
}
