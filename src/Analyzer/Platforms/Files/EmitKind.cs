using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>What an offer can be written as, by the words of <c>--emit</c>.</summary>
public static class EmitKind
{
    public const string Terraform = "terraform", EmrJson = "emr-json", Serverless = "serverless", SparkSubmit = "spark-submit", Eks = "eks";

    public static IReadOnlyList<string> All { get; } = [Terraform, EmrJson, Serverless, SparkSubmit, Eks];

    /// <summary>Words of <see cref="Facts.SizingPlatform"/> that a kind can say.</summary>
    /// <exception cref="RightsizerException">There is no such kind.</exception>
    public static IReadOnlyList<string> Platforms(string kind) => All.Contains(kind)
        ? [.. PlatformCatalog.All.Where(p => p.EmitKinds.Contains(kind)).Select(p => p.Name)]
        : throw new RightsizerException(ExitCode.BadArguments, $"--emit {kind}: must be one of {string.Join(", ", All)}");
}
