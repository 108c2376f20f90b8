using System.IO.Compression;

namespace Rightsizer.Spark.Tests.Fleet;

/// <summary>Logs that mean harm.</summary>
static class PoisonedLogs
{
    const string Start = """{"Event":"SparkListenerLogStart","Spark Version":"3.5.9"}""" + "\n";

    public static readonly string[] Names = ["app-bomb.gz", "app-brackets", "app-cut.zstd", "app-not-a-log"];

    /// <summary>31 MB of executors, all of which a reader keeps: 64 MiB are too few for them.</summary>
    public static void WriteLarge(string path)
    {
        using var log = new StreamWriter(path);
        log.Write(Start);
        log.Write("""{"Event":"SparkListenerApplicationStart","App Name":"x","App ID":"app-1","Timestamp":1600000000000,"User":"u"}""" + "\n");
        for (var i = 0; i < 150_000; i++)
            log.Write($$$"""{"Event":"SparkListenerExecutorAdded","Timestamp":1600000000001,"Executor ID":"{{{i}}}","Executor Info":{"Host":"host-{{{i}}}","Total Cores":1,"Log Urls":{},"Attributes":{},"Resources":{},"Resource Profile Id":0}}""" + "\n");
    }

    public static void Write(string folder)
    {
        using (var bomb = new GZipStream(File.Create(Path.Combine(folder, "app-bomb.gz")), CompressionLevel.Fastest))
        {
            bomb.Write(System.Text.Encoding.UTF8.GetBytes(Start));
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1024; i++) bomb.Write(zeros);
        }
        File.WriteAllText(Path.Combine(folder, "app-brackets"), Start + """{"Event":"SparkListenerApplicationStart","App Name":""" + new string('[', 10_000_000) + "\n");
        var whole = File.ReadAllBytes(SampleLogs.All.First(p => p.EndsWith(".zstd", StringComparison.Ordinal) && File.Exists(p)));
        File.WriteAllBytes(Path.Combine(folder, "app-cut.zstd"), whole[..(whole.Length / 2)]);
        File.WriteAllText(Path.Combine(folder, "app-not-a-log"), """{"Event":7}""" + "\nDear reader,\n");
    }
}
