using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;

namespace Rightsizer.Reports.Brief;

/// <summary>
/// The name under which an answer can be asked for a finding again: its id, and from its second on the number of its place.
/// </summary>
public static class FindingIds
{
    public static string Find(AnalysisResult result, Finding finding)
    {
        var same = result.Findings.Where(f => f.Id == finding.Id).ToList();
        var index = same.FindIndex(f => ReferenceEquals(f, finding));
        return index <= 0 ? finding.Id : FormattableString.Invariant($"{finding.Id}-{index + 1}");
    }

    /// <summary>The finding of a name, or the first of a kind; null where there is none.</summary>
    public static Finding? Find(AnalysisResult result, string id) =>
        result.Findings.FirstOrDefault(f => Find(result, f).Equals(id, StringComparison.OrdinalIgnoreCase))
        ?? result.Findings.FirstOrDefault(f => f.Kind.Equals(id, StringComparison.OrdinalIgnoreCase));
}
