using System.Text;
using Rightsizer.Fuzz.Mutators;

namespace Rightsizer.Fuzz.Targets;

/// <summary>A server whose answers were changed: an error of one line, or an answer.</summary>
abstract class ServerTarget : FuzzTarget
{
    readonly ThreadLocal<HostileServer> server = new(() => new HostileServer());

    public sealed override int Share => 2;

    /// <summary>What a good server answers in turn.</summary>
    protected abstract byte[][] Good(Random random, int port);

    protected abstract string Address(Random random, int port);

    public sealed override void Try(Random random, WorkFolder folder)
    {
        var port = server.Value!.Port;
        var answers = Good(random, port);
        for (var n = random.Next(3); n >= 0; n--)
        {
            var at = random.Next(answers.Length);
            answers[at] = Change(answers[at], random);
        }
        for (var i = 0; i < answers.Length; i++) folder.Put(FormattableString.Invariant($"answer-{i}"), answers[i]);
        server.Value.Answer(answers);
        if (random.Next(2) == 0) Command.Run("diagnose", Address(random, port), "--format", "json");
        else Command.Run("report", Address(random, port), "--format", "json");
    }

    static byte[] Change(byte[] answer, Random random)
    {
        var head = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        if (head < 4) return ByteMutator.Mutate(answer, random);
        return random.Next(6) switch
        {
            0 => ByteMutator.Mutate(answer, random),
            1 => [.. ByteMutator.Mutate(answer[..head], random), .. answer[head..]],
            2 => HostileServer.Http($"{random.Next(100, 600)} x", $"Location: {Places[random.Next(Places.Length)]}\r\n", answer[head..]),
            _ => [.. answer[..head], .. JsonMutator.Mutate(answer[head..], random)],
        };
    }

    static readonly string[] Places =
        ["file:///etc/passwd", "http://127.0.0.1:1/", "/", "//h", "http://", "gopher://x", "", "https://127.0.0.1:1/x", "\u00e4"];

    protected static byte[] Json(string text) =>
        HostileServer.Http("200 OK", "Content-Type: application/json\r\n", Encoding.UTF8.GetBytes(text));
}

/// <summary>A Spark History Server.</summary>
sealed class HistoryServerTarget : ServerTarget
{
    static readonly byte[] Zip = MakeZip();

    public override string Name => "history-server";

    protected override string Address(Random random, int port) =>
        random.Next(2) == 0 ? $"http://127.0.0.1:{port}" : $"http://127.0.0.1:{port}/history/app-1";

    protected override byte[][] Good(Random random, int port)
    {
        const string App = """{"id":"app-1","name":"n","attempts":[{"attemptId":"1","completed":true}]}""";
        var zip = HostileServer.Http("200 OK", "Content-Type: application/octet-stream\r\n", Zip);
        return [Json(random.Next(2) == 0 ? App : $"[{App}]"), zip, zip];
    }

    static byte[] MakeZip()
    {
        using var bytes = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = archive.CreateEntry("app-1").Open();
            stream.Write(LogMutator.Join(Seeds.Logs[^1]));
        }
        return bytes.ToArray();
    }
}

/// <summary>A NameNode that is its own DataNode.</summary>
sealed class WebHdfsTarget : ServerTarget
{
    public override string Name => "webhdfs";

    protected override string Address(Random random, int port) => $"webhdfs://127.0.0.1:{port}/logs";

    protected override byte[][] Good(Random random, int port)
    {
        var log = LogMutator.Join(Seeds.Logs[^1]);
        var file = $$$"""{"pathSuffix":"","type":"FILE","length":{{{log.Length}}},"modificationTime":1700000000000}""";
        var folder = """{"pathSuffix":"","type":"DIRECTORY","length":0,"modificationTime":1700000000000}""";
        var named = file.Replace("\"pathSuffix\":\"\"", "\"pathSuffix\":\"app-1\"", StringComparison.Ordinal);
        var data = HostileServer.Http("200 OK", "", log);
        return random.Next(2) == 0
            ? [Json($$$"""{"FileStatus":{{{file}}}}"""), data, data]
            : [Json($$$"""{"FileStatus":{{{folder}}}}"""), Json($$$"""{"FileStatuses":{"FileStatus":[{{{named}}}]}}"""), data, data];
    }
}
