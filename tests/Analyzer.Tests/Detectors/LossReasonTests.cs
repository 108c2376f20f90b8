using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Reasons as Spark, YARN and Kubernetes write them.</summary>
public class LossReasonTests
{
    [Theory]
    [InlineData("Command exited with code 52", "HeapOutOfMemory", 52)]
    [InlineData("The executor with id 4 exited with exit code 143(SIGTERM, possible container stop).", "Terminated", 143)]
    [InlineData("The executor with id 1 exited with exit code 137(SIGKILL, possible container OOM).", "ContainerMemory", 137)]
    [InlineData("Container from a bad node: container_1 on host: h. Exit status: 137. Diagnostics: Container killed on request. Exit "
        + "code is 137", "ContainerMemory", 137)]
    [InlineData("Container killed by YARN for exceeding physical memory limits. 5.5 GB of 5.5 GB physical memory used.", "ContainerMemory",
        null)]
    [InlineData("Container marked as failed: container_137 on host: ip-10-0-0-137. Exit status: -100. Diagnostics: Container released "
        + "on a *lost* node.", "NodeLost", -100)]
    [InlineData("Executor heartbeat timed out after 137000 ms", "NoHeartbeat", null)]
    [InlineData("Remote RPC client disassociated. Likely due to containers exceeding thresholds, or network issues.", "Unknown", null)]
    [InlineData("Executor decommission: spot instance taken back", "NodeLost", null)]
    [InlineData("", "Unknown", null)]
    public void Reason_IsReadByItsStructure(string text, string kind, int? exitCode)
    {
        var reason = LossReason.Parse(text, hasContainers: true);

        Assert.Equal(kind, reason.Kind.ToString());
        Assert.Equal(exitCode, reason.ExitCode);
    }

    /// <summary>Without a container there is no limit that a kill would stand for.</summary>
    [Fact]
    public void KillOutsideOfAContainer_IsNotMemory() =>
        Assert.Equal(LossKind.Killed, LossReason.Parse("Command exited with code 137", hasContainers: false).Kind);
}
