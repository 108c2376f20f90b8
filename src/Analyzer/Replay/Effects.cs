namespace Rightsizer.Analyzer.Replay;

/// <summary>Stable names of what makes a prediction unsure.</summary>
public static class Effects
{
    /// <summary>Executors warm up inside run time, and there would be another number of them.</summary>
    public const string WarmUp = "warmUp";

    /// <summary>Tasks wait for CPUs that a quota or neighbours hold back.</summary>
    public const string CpuLimited = "cpuLimited";

    /// <summary>Other cores for each executor: memory, collector and warm-up are shared by another number of tasks.</summary>
    public const string CoresPerExecutor = "coresPerExecutor";

    /// <summary>Stages whose number of tasks may follow the cores of the cluster.</summary>
    public const string PartitionsFollowCores = "partitionsFollowCores";

    /// <summary>It is not known whether cached data would still fit, or it goes to disk.</summary>
    public const string Cache = "cache";

    /// <summary>Executors come and go.</summary>
    public const string DynamicAllocation = "dynamicAllocation";

    /// <summary>Speculation copied tasks: which are slow, and when a copy gets a slot, differs from run to run.</summary>
    public const string Speculation = "speculation";

    /// <summary>A session: what passes between its commands is its users' time.</summary>
    public const string Session = "session";

    /// <summary>Less than half or more than twice the slots.</summary>
    public const string FarShape = "farShape";

    /// <summary>More input: stages of which one run does not show whether they grow, or memory that it fills.</summary>
    public const string Volume = "volume";
}
