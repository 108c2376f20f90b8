using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Rightsizer.Cli.Tests.Fleet;

/// <summary><c>report --yarn</c> from a file and from a server.</summary>
public class YarnCommandTests
{
    const string Id = "application_1699999999000_0001";
    const string Apps = "{\"apps\":{\"app\":[{\"id\":\"" + Id + "\",\"finishedTime\":1700000006000,\"memorySeconds\":3686400}]}}";

    static TinyLog Log() => new(TinyLog.Start.Replace("app-1", Id, StringComparison.Ordinal), TinyLog.End);

    static JsonElement Yarn(TinyLog folder, string place)
    {
        var run = CliRun.Of("report", folder.Log, "--yarn", place, "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("report").GetProperty("yarn");
    }

    [Fact]
    public async Task FileAndServer_GiveTheSameAccount()
    {
        using var folder = Log();
        File.WriteAllText(folder.In("apps.json"), Apps);
        var file = Yarn(folder, folder.In("apps.json"));
        // 3,686,400 MiB-s are 3,600 GiB-s: one GiB-hour, and the log has no executor
        Assert.Equal((1, 3_686_400, 0), (file.GetProperty("runs").GetInt32(), file.GetProperty("memoryMibSeconds").GetInt64(),
            file.GetProperty("executorMibSeconds").GetInt64()));
        Assert.Contains("containers held 1.00 GiB-h, of which executors by the logs 0.00 GiB-h",
            CliRun.Of("report", folder.Log, "--yarn", folder.In("apps.json")).Output, StringComparison.Ordinal);

        var (listener, address) = Listen();
        using (listener)
        {
            var asked = AnswerAsync(listener);
            Assert.Equal(file.GetRawText(), Yarn(folder, address).GetRawText());
            Assert.Equal("/ws/v1/cluster/apps?applicationTypes=SPARK", await asked);
        }
    }

    [Fact]
    public void WrongPlaces_AreErrorsOfOneLine()
    {
        using var folder = Log();
        File.WriteAllText(folder.In("other.json"), "{\"Cluster\":{}}");
        foreach (var (place, code) in new[]
        {
            (folder.In("none.json"), 2), (folder.In("other.json"), 2), ("ftp://rm:8088", 2), ("http://127.0.0.1:9", 3),
        })
        {
            var run = CliRun.Of("report", folder.Log, "--yarn", place);
            Assert.Equal((code, ""), (run.ExitCode, run.Output));
            Assert.Single(run.Error.Trim().Split('\n'));
        }
    }

    [Fact]
    public void Redact_HoldsForTheAccount()
    {
        using var folder = Log();
        File.WriteAllText(folder.In("apps.json"), Apps);
        var output = CliRun.Of("report", folder.Log, "--yarn", folder.In("apps.json"), "--redact", "--format", "json").Output;
        Assert.DoesNotContain(folder.Folder, output, StringComparison.Ordinal);
        Assert.DoesNotContain("tiny", output, StringComparison.Ordinal);
    }

    static (HttpListener, string) Listen()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        var listener = new HttpListener { Prefixes = { address + "/" } };
        listener.Start();
        return (listener, address);
    }

    static async Task<string> AnswerAsync(HttpListener listener)
    {
        var context = await listener.GetContextAsync();
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Apps));
        context.Response.Close();
        return context.Request.RawUrl!;
    }
}
