using System.Net;
using System.Net.Sockets;

namespace Rightsizer.TestSupport;

/// <summary>An HTTP listener on a free port of loopback.</summary>
public static class LoopbackListener
{
    const int MaxTries = 20;

    /// <param name="path">Below which it answers, such as "/proxy"; none for all.</param>
    /// <param name="root">Its address with the path, without a slash at the end.</param>
    public static HttpListener Start(string path, out string root)
    {
        for (var tries = 0; ; tries++)
        {
            root = $"http://127.0.0.1:{FreePort()}{path}";
            var listener = new HttpListener { Prefixes = { root + "/" } };
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (tries < MaxTries)
            {
                // somebody was quicker
            }
        }
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
