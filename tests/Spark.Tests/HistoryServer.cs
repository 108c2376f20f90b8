using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests;

/// <summary>A real History Server on loopback, over a folder of links to event logs.</summary>
sealed class HistoryServer : IDisposable
{
    /// <summary>Reading all logs takes some 20 s of two idle cores.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    readonly DirectoryInfo folder;
    readonly Process process;
    readonly StringBuilder said = new();
    readonly HttpClient http;

    HistoryServer(DirectoryInfo folder, Process process, Uri root)
    {
        this.folder = folder;
        this.process = process;
        http = new HttpClient { BaseAddress = root, Timeout = Patience };
        process.ErrorDataReceived += (_, e) => { lock (said) said.AppendLine(e.Data); };
        process.BeginErrorReadLine();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
    }

    /// <param name="sparkHome">A Spark distribution; nothing is written into it.</param>
    /// <param name="logs">Name in the server's folder and path of each log; the server tells the codec by the name.</param>
    public static HistoryServer Start(string sparkHome, IReadOnlyList<(string Name, string Path)> logs)
    {
        var folder = Directory.CreateTempSubdirectory("rightsizer-history");
        foreach (var (name, path) in logs)
        {
            var link = Path.Combine(folder.FullName, name);
            if (Directory.Exists(path)) Directory.CreateSymbolicLink(link, path);
            else File.CreateSymbolicLink(link, path);
        }
        var port = LoopbackListener.FreePort();
        var start = new ProcessStartInfo(
            "bash", [Path.Combine(sparkHome, "bin", "spark-class"), "org.apache.spark.deploy.history.HistoryServer"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["SPARK_HOME"] = sparkHome;
        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        start.Environment["SPARK_DAEMON_JAVA_OPTS"] = RealSpark.QuickStart;
        start.Environment["SPARK_HISTORY_OPTS"] =
            $"-Dspark.history.fs.logDirectory=file://{folder.FullName} -Dspark.history.ui.port={port} "
                + $"-Dspark.history.fs.update.interval=1s " +
            "-Dspark.history.fs.numReplayThreads=2 -Dspark.history.retainedApplications=3";
        return new HistoryServer(folder, Process.Start(start)!, new Uri($"http://127.0.0.1:{port}/api/v1/"));
    }

    /// <summary>As a browser is given it.</summary>
    public string Address => http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <summary>The list of applications, once the server has read <paramref name="count"/> of them.</summary>
    public async Task<JsonElement> ApplicationsAsync(int count)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience && !process.HasExited)
        {
            try
            {
                var applications = await GetAsync("applications?limit=100000");
                if (applications.GetArrayLength() >= count) return applications;
            }
            catch (HttpRequestException)
            {
                // not up yet
            }
            await Task.Delay(500);
        }
        lock (said) throw new InvalidOperationException($"the History Server did not list {count} applications: {said}");
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var document = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
        return document.RootElement.Clone();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        http.Dispose();
        folder.Delete(recursive: true);
    }
}
