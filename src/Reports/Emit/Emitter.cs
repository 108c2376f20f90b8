using Rightsizer.Analyzer.Facts;
using Rightsizer.EventLogParser;

namespace Rightsizer.Reports.Emit;

/// <summary>Writes an offer as what AWS takes. Checked first: nothing is written that a platform would refuse.</summary>
public static class Emitter
{
    /// <exception cref="RightsizerException">The kind cannot say this platform, or the offer breaks a limit of it.</exception>
    public static EmittedFile Emit(string kind, EmitRequest request)
    {
        var candidate = request.Candidate;
        var platforms = EmitKind.Platforms(kind);
        if (!platforms.Contains(candidate.Platform))
        {
            throw new RightsizerException(ExitCode.BadArguments,
                $"--emit {kind}: {(candidate.IsToday ? "today's cluster" : FormattableString.Invariant($"offer {candidate.Rank}"))}, "
                    + $"{candidate.Name}, is on {candidate.Platform}; "
                + $"{kind} is for {string.Join(", ", platforms)} (for {candidate.Platform}: "
                + $"{string.Join(", ", EmitKind.All.Where(k => EmitKind.Platforms(k).Contains(candidate.Platform)))})");
        }
        var plan = PlatformLimits.Check(request);
        return kind switch
        {
            EmitKind.EmrJson => EmrClusterJson.Write(plan),
            EmitKind.Serverless => ServerlessJson.Write(plan),
            EmitKind.Eks => EksJson.Write(plan),
            EmitKind.SparkSubmit => SparkSubmitScript.Write(plan),
            _ => candidate.Platform switch
            {
                SizingPlatform.EmrServerless => ServerlessTerraform.Write(plan),
                SizingPlatform.EmrOnEks => EksTerraform.Write(plan),
                SizingPlatform.Glue => GlueTerraform.Write(plan),
                _ => EmrTerraform.Write(plan),
            },
        };
    }
}
