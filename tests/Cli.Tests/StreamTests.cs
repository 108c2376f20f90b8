using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>A stream takes as long as somebody lets it run: no screen predicts its time elsewhere.</summary>
public class StreamTests
{
    public static TheoryData<string> Logs => [Path.Combine("causes", "logs", "streaming.zstd"),
        Path.Combine("spark4x", "logs", "eventlog_v2_app-20261128224945-0003")];

    [Theory]
    [MemberData(nameof(Logs))]
    public void AStream_GetsNoPrediction(string log)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var path = Path.Combine(SharedFolder.Path!, "spark-logs", log);

        using var diagnosis = JsonDocument.Parse(CliRun.Of("diagnose", path, "--what-if", "4x2", "--format", "json").Output);
        var size = CliRun.Of("size", path, "--data", "2x", "--format", "json");

        var root = diagnosis.RootElement;
        var whatIf = root.GetProperty("whatIf")[0];
        Assert.Equal(JsonValueKind.Null, whatIf.GetProperty("durationMs").ValueKind);
        Assert.StartsWith("a streaming application", whatIf.GetProperty("refused").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("a streaming application", root.GetProperty("sweep").GetProperty("refused").GetString(),
            StringComparison.Ordinal);
        Assert.StartsWith("a streaming application", root.GetProperty("headroom").GetProperty("refused").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("criticalPathMs").ValueKind);
        // other platforms are priced for the time that it ran
        var ran = root.GetProperty("replay").GetProperty("observedMs").GetInt64();
        Assert.All(root.GetProperty("cost").GetProperty("alternatives").EnumerateArray(),
            a => Assert.Equal(ran, a.GetProperty("durationMs").GetInt64()));
        using var sizing = JsonDocument.Parse(size.Output);
        Assert.Equal("refused", sizing.RootElement.GetProperty("sizing").GetProperty("advice").GetString());
    }
}
