using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rightsizer.Fuzz;

/// <summary>Answers requests with whatever bytes it was given, in turn; the last stays.</summary>
sealed class HostileServer : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly Lock gate = new();
    Queue<byte[]> answers = new();
    byte[] last = [];

    public HostileServer()
    {
        listener.Start(64);
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Answer(IEnumerable<byte[]> with)
    {
        lock (gate) answers = new Queue<byte[]>(with);
    }

    /// <summary>A whole answer of HTTP.</summary>
    public static byte[] Http(string status, string headers, byte[] body) =>
        [.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n"), .. body];

    void Serve()
    {
        while (true)
        {
            try
            {
                using var client = listener.AcceptTcpClient();
                client.ReceiveTimeout = client.SendTimeout = 2_000;
                var stream = client.GetStream();
                var request = new byte[16_384];
                var have = 0;
                while (have < request.Length && request.AsSpan(0, have).IndexOf("\r\n\r\n"u8) < 0)
                {
                    var count = stream.Read(request, have, request.Length - have);
                    if (count == 0) break;
                    have += count;
                }
                byte[] answer;
                lock (gate) answer = last = answers.Count > 0 ? answers.Dequeue() : last;
                stream.Write(answer);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                if (!listener.Server.IsBound) return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    public void Dispose() => listener.Dispose();
}
