using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The EMR release that a log betrays: EMR writes no setting for it, but paths and image names carry it.</summary>
public static partial class RunRelease
{
    /// <summary>"emr-7.5.0" where the settings of the runs name one release and no other; null else.</summary>
    public static string? Of(IEnumerable<ApplicationRun> runs)
    {
        var labels = runs.SelectMany(r => r.Environment.SparkProperties.Values).SelectMany(v => Label().Matches(v).Select(m => m.Value)).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return labels.Count == 1 ? labels[0] : null;
    }

    [GeneratedRegex(@"(?<![\w.-])emr-[4-9]\.\d{1,2}\.\d{1,2}(?![\w.])")]
    private static partial Regex Label();
}
