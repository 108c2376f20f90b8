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
    [InlineData("Container marked as failed: container_1 on host: h. Exit status: -101. Diagnostics: 1/1 local-dirs usable space is below "
        + "configured utilization percentage/no more usable space", "DiskFull", -101)]
    [InlineData("\nThe executor with id 4 exited with exit code 143(SIGTERM, possible container stop).\n\nThe API gave the following brief "
        + "reason: Evicted\nThe API gave the following message: The node was low on resource: ephemeral-storage.", "DiskFull", 143)]
    [InlineData("The API gave the following brief reason: Evicted\nThe API gave the following message: The node was low on resource: "
        + "memory.", "NodeLost", null)]
    [InlineData("Container from a bad node: container_1 on host: h. Exit status: 134. Diagnostics: Exception from container-launch.\n"
        + "Last 4096 bytes of stderr :\nJava HotSpot(TM) 64-Bit Server VM warning: preempted, lost node", "Unknown", 134)]
    [InlineData("Exit status: 134. Diagnostics: Java HotSpot(TM) 64-Bit Server VM", "Unknown", 134)]
    [InlineData("", "Unknown", null)]
    public void Reason_IsReadByItsStructure(string text, string kind, int? exitCode)
    {
        var reason = LossReason.Parse(text, hasContainers: true);

        Assert.Equal(kind, reason.Kind.ToString());
        Assert.Equal(exitCode, reason.ExitCode);
    }

    /// <summary>YARN appends what the executor wrote last, in which any word may occur.</summary>
    [Theory]
    [InlineData("Executor killed by driver.", true)]
    [InlineData("Container container_1 exited from explicit termination request.", true)]
    [InlineData("Exit status: 137. Diagnostics: Container killed on request. Exit code is 137\nLast 4096 bytes of stderr :\nINFO "
        + "DriverRegistry: registered com.amazon.redshift.jdbc42.Driver", false)]
    [InlineData("Exit status: 1. Diagnostics: x\nLast 4096 bytes of prelaunch.err :\nclosing idle connections", false)]
    [InlineData("Exit status: 1. Diagnostics: bundle not found", false)]
    public void ExecutorThatWasLetGo_IsToldFromWhatTheManagerSays(string text, bool asked) =>
        Assert.Equal(asked, LossReason.WasAskedFor(text));

    /// <summary>Without a container there is no limit that a kill would stand for.</summary>
    [Fact]
    public void KillOutsideOfAContainer_IsNotMemory() =>
        Assert.Equal(LossKind.Killed, LossReason.Parse("Command exited with code 137", hasContainers: false).Kind);
}
