using System.Security.Cryptography;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Input.History;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests;

/// <summary>Logs through a real History Server's REST.</summary>
public class HistoryServerSourceTests
{
    [Fact]
    public async Task LogsThroughTheServer_AreThoseOnDisk()
    {
        Assert.SkipWhen(RealSpark.Home is null || !RealSpark.HasJava, RealSpark.SkipReason);
        Assert.SkipUnless(Thoroughness.Full, Thoroughness.SkipReason);
        var logs = new[] { "spark-logs/codecs/logs/smoke.zstd", "spark-logs/codecs/logs/smoke-dynamic-allocation",
            "logs/rapids/eventlog_v2_local-1623876083964" }
            .Select(l => Path.Combine(SharedFolder.Path!, l)).ToList();
        using var server = HistoryServer.Start(RealSpark.Home, [.. logs.Select(l => (Path.GetFileName(l), l))]);
        var ids = (await server.ApplicationsAsync(logs.Count)).EnumerateArray().Select(a => a.GetProperty("id").GetString()!).ToList();
        var source = new HistoryServerLogs(CancellationToken.None);

        var onDisk = logs.Select(l => PlainHashes(Assert.Single(EventLogLocator.Find(l)))).Order(StringComparer.Ordinal);
        Assert.Equal(onDisk, ids.Select(id => PlainHashes(Assert.Single(source.Find($"{server.Address}/history/{id}/jobs/"))))
            .Order(StringComparer.Ordinal));
        Assert.Equal(ids.Order(StringComparer.Ordinal).Select(id => $"{server.Address}/history/{id}"),
            source.FindAll(server.Address).Select(l => l.Location));

        var several = Assert.Throws<RightsizerException>(() => source.Find(server.Address));
        Assert.StartsWith($"{server.Address}: holds 3 applications (", several.Message, StringComparison.Ordinal);
        var missing = Assert.Throws<RightsizerException>(() => source.Find(server.Address + "/history/none"));
        Assert.StartsWith($"{server.Address}/history/none: no such application", missing.Message, StringComparison.Ordinal);
    }

    static string PlainHashes(EventLog log) => string.Join(' ', log.Parts.Select(p =>
    {
        using var stream = DecodedStream.Open(p);
        var hash = Convert.ToHexString(SHA256.HashData(stream));
        return $"{p.Name} {hash} {stream.StreamError}";
    }));
}
