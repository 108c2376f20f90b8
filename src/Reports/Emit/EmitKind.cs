using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.EventLogParser;

namespace Rightsizer.Reports.Emit;

/// <summary>What a sizing's offer can be written as, by the words of <c>--emit</c>.</summary>
public static class EmitKind
{
    public const string Terraform = "terraform", EmrJson = "emr-json", Serverless = "serverless", SparkSubmit = "spark-submit", Eks = "eks";

    public static IReadOnlyList<string> All { get; } = [Terraform, EmrJson, Serverless, SparkSubmit, Eks];

    /// <summary>Words of <see cref="SizingPlatform"/> that a kind can say.</summary>
    public static IReadOnlyList<string> Platforms(string kind) => kind switch
    {
        Terraform => SizingPlatform.All,
        EmrJson => [SizingPlatform.EmrOnEc2],
        Serverless => [SizingPlatform.EmrServerless],
        SparkSubmit => [SizingPlatform.EmrOnEc2, SizingPlatform.EmrOnEks],
        Eks => [SizingPlatform.EmrOnEks],
        _ => throw new RightsizerException(ExitCode.BadArguments, $"--emit {kind}: must be one of {string.Join(", ", All)}"),
    };
}

/// <summary>An offer to be written down.</summary>
public sealed record EmitRequest
{
    public required SizingCandidate Candidate { get; init; }

    /// <summary>Application name; letters that AWS does not take in a name become "-".</summary>
    public required string? JobName { get; init; }

    /// <summary>The log's own EMR release, "emr-7.5.0"; null leaves a variable.</summary>
    public string? ReleaseLabel { get; init; }

    /// <summary>For the limits of types and workers.</summary>
    public required PriceBook Book { get; init; }
}

/// <summary>A file ready for AWS once its variables have values.</summary>
/// <remarks><c>Variables</c>: names to be given, in the order in which they appear. <c>Notes</c>: what was left out, and why.</remarks>
public sealed record EmittedFile(string Text, IReadOnlyList<string> Variables, IReadOnlyList<string> Notes);
