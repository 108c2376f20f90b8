using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.EventLogParser;

namespace Rightsizer.Reports.Emit;

/// <summary>Writes an offer as what AWS takes. Checked first: nothing is written that a platform would refuse.</summary>
public static class Emitter
{
    /// <summary>The kind that writes an option down: the platform's own form, else Terraform.</summary>
    public static string KindFor(SizingCandidate option) =>
        EmitKind.All.FirstOrDefault(k =>
            k is not (EmitKind.Terraform or EmitKind.SparkSubmit) && EmitKind.Platforms(k).Contains(option.Platform)) ?? EmitKind.Terraform;

    /// <summary>The file of that kind.</summary>
    /// <param name="kind">One of <see cref="EmitKind.All"/>.</param>
    /// <param name="candidate">The offer.</param>
    /// <param name="jobName">Application name; letters that AWS does not take in a name become "-".</param>
    /// <param name="releaseLabel">The log's own EMR release, "emr-7.5.0"; null leaves a variable.</param>
    /// <param name="book">For the limits of types and workers.</param>
    /// <param name="settings">What the job sets for its own work; null carries nothing over.</param>
    /// <param name="scalingIndex">
    /// UtilizationPerformanceIndex of ADVANCED managed scaling, for clusters of EMR on EC2; null is EMR's default strategy.
    /// </param>
    /// <exception cref="RightsizerException">The kind cannot say this platform, or the offer breaks a limit of it.</exception>
    public static EmittedFile Emit(string kind, SizingCandidate candidate, string? jobName, string? releaseLabel, PriceBook book,
        JobSettings? settings = null, int? scalingIndex = null)
    {
        var platforms = EmitKind.Platforms(kind);
        if (!platforms.Contains(candidate.Platform))
        {
            throw new RightsizerException(ExitCode.BadArguments,
                $"--emit {kind}: {(candidate.IsToday ? "today's cluster" : FormattableString.Invariant($"offer {candidate.Rank}"))}, "
                    + $"{candidate.Name}, is on {candidate.Platform}; "
                + $"{kind} is for {string.Join(", ", platforms)} (for {candidate.Platform}: "
                + $"{string.Join(", ", EmitKind.All.Where(k => EmitKind.Platforms(k).Contains(candidate.Platform)))})");
        }
        if (PlatformFile.Problem(candidate, book) is { } why)
            throw new RightsizerException(ExitCode.BadArguments, $"--emit: {candidate.Name} cannot be written down: {why}");
        var request = new FileRequest(candidate, jobName, releaseLabel, book, settings ?? JobSettings.None, scalingIndex);
        return PlatformFile.Find(kind, request) switch
        {
            JsonRequests json => JsonRequestWriter.Write(json),
            TerraformModule module => HclWriter.Write(module),
            SubmitCommand command => SubmitScriptWriter.Write(command),
            var other => throw new InvalidOperationException($"no writer for {other.GetType().Name}"),
        };
    }
}
