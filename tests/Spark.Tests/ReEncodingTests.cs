using System.Diagnostics;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests;

/// <summary>
/// Every shared log, written again in every codec by the classes through which Spark writes its logs, gives the same answer.
/// </summary>
public sealed class ReEncodingTests(ITestOutputHelper output) : IDisposable
{
    static readonly string[] Codecs = ["plain", "zstd", "lz4", "snappy", "lzf", "gzip", "zip"];

    static readonly IReadOnlyList<SharedLog> Logs = Thoroughness.Choose(SharedLogs.All, nth: 24);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rightsizer-codecs");

    [Fact]
    public void EverySharedLog_InEveryCodecOfSpark_GivesTheSameJsonOutsideLog()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        Assert.SkipUnless(Thoroughness.Full, Thoroughness.SkipReason);
        Assert.SkipWhen(RealSpark.Home is null || !RealSpark.HasJavaCompiler, RealSpark.SkipReason + ", and its compiler (a JDK)");
        var watch = Stopwatch.StartNew();
        ReEncode();
        var encoded = watch.Elapsed;

        var differences = Logs.AsParallel().AsOrdered().SelectMany(DifferencesOf).ToList();

        output.WriteLine(
            $"{Logs.Count} logs x {Codecs.Length} codecs, {differences.Count} differences; {encoded.TotalSeconds:F0} s to "
            + $"encode, {watch.Elapsed.TotalSeconds:F0} s in all");
        Assert.Empty(differences);
    }

    void ReEncode()
    {
        var source = Path.Combine(SharedFolder.RepositoryRoot, "tests", "Spark.Tests", "Java", "ReEncode.java");
        var start = new ProcessStartInfo(
            "java", ["-Xmx2g", "-XX:+UseParallelGC", "-cp", Path.Combine(RealSpark.Home!, "jars", "*"), source, folder.FullName])
        {
            RedirectStandardError = true,
        };
        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        foreach (var (i, log) in Logs.Index()) start.ArgumentList.Add($"{i}={log.Path}");
        using var java = Process.Start(start)!;
        var complaints = java.StandardError.ReadToEnd();
        java.WaitForExit();
        Assert.True(java.ExitCode == 0, complaints);
    }

    IEnumerable<string> DifferencesOf(SharedLog log, int index)
    {
        var expected = OurJson.SectionsOf(log.Path);
        foreach (var codec in Codecs)
        {
            var path = Path.Combine(folder.FullName, codec, index.ToString(), Path.GetFileName(log.Path) + (codec == "zip" ? ".zip" : ""));
            var actual = OurJson.SectionsOf(path);
            foreach (var (section, text) in expected)
            {
                if (actual[section] != text) yield return $"{log.Name} as {codec}: {section} differs";
            }
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
