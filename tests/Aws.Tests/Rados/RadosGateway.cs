using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Rightsizer.Aws.Tests.Rados;

/// <summary>A radosgw process, which can be killed and started again at the same address.</summary>
public sealed class RadosGateway(RadosCluster cluster, int port, string[] options)
{
    Process? process;

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public async Task StartAsync()
    {
        process = cluster.Start("radosgw", ["-f", "-n", "client.rgw", "--rgw-frontends",
            string.Create(CultureInfo.InvariantCulture, $"beast endpoint=127.0.0.1:{port}"), .. options]);
        while (!await AnswersAsync())
        {
            if (process.HasExited) throw new InvalidOperationException($"radosgw ended with exit code {process.ExitCode}");
            await Task.Delay(50);
        }
    }

    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    async Task<bool> AnswersAsync()
    {
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
