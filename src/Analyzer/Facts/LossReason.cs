using System.Globalization;
using System.Text.RegularExpressions;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Why an executor went, as far as what the cluster manager reported tells.</summary>
enum LossKind
{
    /// <summary>Nothing that tells.</summary>
    Unknown,

    /// <summary>The JVM ran out of heap: Spark ends the executor with exit code 52.</summary>
    HeapOutOfMemory,

    /// <summary>The container used more memory than it was given and was killed.</summary>
    ContainerMemory,

    /// <summary>It was told to stop: exit code 143.</summary>
    Terminated,

    /// <summary>It was killed (exit code 137) and nothing says that memory was the reason.</summary>
    Killed,

    /// <summary>Its node went, or was taken back.</summary>
    NodeLost,

    /// <summary>The disks of its node were full.</summary>
    DiskFull,

    /// <summary>The driver did not hear from it.</summary>
    NoHeartbeat,
}

/// <summary>
/// The reason of a removed executor, read by its structure: an exit code is a number that stands where Spark, YARN and Kubernetes write it.
/// </summary>
/// <param name="Kind">What it tells.</param>
/// <param name="ExitCode">Null where it names none.</param>
readonly partial record struct LossReason(LossKind Kind, int? ExitCode)
{
    /// <summary>SparkExitCode.OOM, and the signals 9 and 15 as a shell reports them.</summary>
    const int HeapOutOfMemory = 52, Killed = 137, Terminated = 143;

    /// <summary>ContainerExitStatus of YARN: KILLED_EXCEEDED_VMEM, KILLED_EXCEEDED_PMEM, PREEMPTED, DISKS_FAILED, ABORTED.</summary>
    const int VirtualMemory = -103, PhysicalMemory = -104, Preempted = -102, DisksFailed = -101, Aborted = -100;

    /// <param name="text">"Removed Reason" of the event, or "Loss Reason" of a task.</param>
    /// <param name="hasContainers">Executors are containers with a limit, which a kill without another reason stands for.</param>
    public static LossReason Parse(string? text, bool hasContainers)
    {
        if (string.IsNullOrEmpty(text)) return new(LossKind.Unknown, null);
        text = OfManager(text);
        int? code = ExitCodeText().Match(text) is { Success: true } m
            && int.TryParse(m.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
        if (MemoryText().IsMatch(text)) return new(LossKind.ContainerMemory, code);
        return code switch
        {
            HeapOutOfMemory => new(LossKind.HeapOutOfMemory, code),
            VirtualMemory or PhysicalMemory => new(LossKind.ContainerMemory, code),
            DisksFailed => new(LossKind.DiskFull, code),
            _ when DiskText().IsMatch(text) => new(LossKind.DiskFull, code),
            Preempted or Aborted => new(LossKind.NodeLost, code),
            _ when NodeText().IsMatch(text) => new(LossKind.NodeLost, code),
            Killed => new(hasContainers ? LossKind.ContainerMemory : LossKind.Killed, code),
            Terminated => new(LossKind.Terminated, code),
            _ when text.Contains("heartbeat", StringComparison.OrdinalIgnoreCase) => new(LossKind.NoHeartbeat, code),
            _ => new(LossKind.Unknown, code),
        };
    }

    /// <summary>
    /// The driver let it go: dynamic allocation, a job that was cancelled, or the end of the application.
    /// </summary>
    public static bool WasAskedFor(string text) => AskedText().IsMatch(OfManager(text));

    /// <summary>
    /// What the cluster manager says. YARN appends what the process itself wrote last, in which any word may occur.
    /// </summary>
    static string OfManager(string text) => QuoteText().Match(text) is { Success: true } quote ? text[..quote.Index] : text;

    public bool IsMemory => Kind is LossKind.HeapOutOfMemory or LossKind.ContainerMemory;

    /// <summary>"exited with code 52", "exit code 137(", "Exit code is 143", "Exit status: -104".</summary>
    [GeneratedRegex(@"\bexit(?:ed)?(?: with)?(?: exit)? (?:code|status)(?: is|:)?\s*(-?\d{1,9})\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ExitCodeText();

    /// <summary>YARN's node manager and the kubelet name the reason.</summary>
    [GeneratedRegex(@"exceeding (?:physical |virtual )?memory limits|beyond the '?(?:PHYSICAL|VIRTUAL)'? memory limit|\bOOMKilled\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MemoryText();

    [GeneratedRegex(@"lost\*? node|node (?:was )?lost|decommission|\bspot\b|preempt|evicted|worker lost",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NodeText();

    /// <summary>The kubelet evicts a pod whose node, or which itself, has no disk left; YARN stops using such a node.</summary>
    [GeneratedRegex(@"low on resource: ephemeral-storage|ephemeral local storage usage exceeds|local-dirs (?:usable space is below|are bad)"
        + @"|no space left on device", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DiskText();

    [GeneratedRegex(@"killed by driver|\bidle\b|explicit termination request|(?-i:Driver)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AskedText();

    [GeneratedRegex(@"\bLast \d+ bytes of ", RegexOptions.CultureInvariant)]
    private static partial Regex QuoteText();
}
