using System.Globalization;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>What a pod asks Kubernetes for; it may be less CPU than it has task slots.</summary>
static class PodRequests
{
    /// <summary>
    /// spark.kubernetes.ROLE.request.cores, which takes precedence over spark.ROLE.cores: "500m", "0.5", "2". Null when absent or no
    /// quantity of Kubernetes.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="role">driver, executor.</param>
    public static decimal? VcpuOf(ApplicationRun run, string role)
    {
        if (run.Environment[$"spark.kubernetes.{role}.request.cores"] is not { Length: > 0 } text) return null;
        var milli = text.EndsWith('m');
        return decimal.TryParse(milli ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value is > 0 and < 1_000_000
            ? milli ? value / 1000 : value : null;
    }
}
