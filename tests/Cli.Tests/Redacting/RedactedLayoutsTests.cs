using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Redacting;

/// <summary>A log of several files is found again in its redacted copy, however it was stored.</summary>
public sealed class RedactedLayoutsTests
{
    public static TheoryData<string> Layouts() =>
        ["rolling", "rolling.zip", "rolling.tgz", "databricks", "databricks.zip", "spark1", "spark1.zip"];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void CopyOfALogInParts_ReadsAsTheLogDoes(string layout)
    {
        using var folder = new TinyLog();
        var log = Packed(folder, layout);
        var copy = folder.In("copy");
        var written = CliRun.Of("redact", log, "--output", copy);
        Assert.True(written.ExitCode == 0, written.Error);

        JsonNode open = Diagnosis(log, "--redact"), closed = Diagnosis(copy);
        Assert.NotNull(open["app"]!["id"]);
        Assert.Equal(open.ToJsonString(), closed.ToJsonString());
    }

    static JsonNode Diagnosis(string log, params string[] options)
    {
        var document = JsonNode.Parse(CliRun.Of(["diagnose", log, "--format", "json", .. options]).Output)!;
        foreach (var field in new[] { "log", "otherAttempts" }) document.AsObject().Remove(field);
        return document;
    }

    static string Packed(TinyLog folder, string layout)
    {
        var files = folder.In("files");
        Directory.CreateDirectory(files);
        var events = LogStrings.Lines(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd")).ToList();
        void Write(string name, int from, int until) => File.WriteAllLines(Path.Combine(files, name), events[from..until]);
        var half = events.Count / 2;
        switch (layout.Split('.')[0])
        {
            case "rolling":
                Directory.CreateDirectory(Path.Combine(files, "eventlog_v2_app-1"));
                Write("eventlog_v2_app-1/appstatus_app-1", 0, 0);
                Write("eventlog_v2_app-1/events_1_app-1", 0, half);
                Write("eventlog_v2_app-1/events_2_app-1", half, events.Count);
                break;
            case "databricks":
                Write("eventlog-2026-08-29--10-50", 0, half);
                Write("eventlog", half, events.Count);
                break;
            default:
                // Spark 1 told its version in the name alone
                events.RemoveAll(l => l.Contains("SparkListenerLogStart", StringComparison.Ordinal));
                Write("EVENT_LOG_1", 0, half);
                Write("EVENT_LOG_2", half, events.Count);
                File.WriteAllText(Path.Combine(files, "SPARK_VERSION_1.2.0"), "");
                File.WriteAllText(Path.Combine(files, "APPLICATION_COMPLETE"), "");
                break;
        }
        var packed = folder.In("packed." + layout);
        if (layout.EndsWith(".zip", StringComparison.Ordinal)) ZipFile.CreateFromDirectory(files, packed);
        else if (layout.EndsWith(".tgz", StringComparison.Ordinal))
        {
            using var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest);
            TarFile.CreateFromDirectory(files, gzip, includeBaseDirectory: false);
        }
        else return files;
        return packed;
    }
}
