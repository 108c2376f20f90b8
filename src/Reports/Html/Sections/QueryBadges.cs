using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Which operator of a plan a finding about a stage is shown at: the one that does what the finding is about.</summary>
static class QueryBadges
{
    const int MostOfARow = 3;

    /// <summary>Words of the operators that a kind is about, the first that the stage has; kinds not named here are of the whole
    /// stage.</summary>
    static readonly Dictionary<string, string[]> Operators = new(StringComparer.Ordinal)
    {
        ["skew"] = ["Join", "Window", "Aggregate", "Sort"],
        ["spill"] = ["Sort", "Aggregate", "Window", "Join"],
        ["crossJoin"] = ["CartesianProduct", "NestedLoop"],
        ["smallFilesRead"] = ["Scan"],
        ["deleteFiles"] = ["Scan"],
        ["tinyFiles"] = ["Write", "Execute", "Append", "Overwrite"],
        ["pythonUdf"] = ["Python", "Pandas", "Arrow"],
        ["largeBroadcast"] = ["BroadcastExchange"],
    };

    public static IReadOnlyDictionary<PlanOperator, List<Finding>> Place(
        IReadOnlyList<PlanOperator> operators, IReadOnlyList<Finding> findings)
    {
        var badges = new Dictionary<PlanOperator, List<Finding>>(ReferenceEqualityComparer.Instance);
        foreach (var o in operators) badges[o] = [];
        foreach (var f in findings)
        {
            foreach (var stage in f.Where.Select(w => w.StageId).OfType<int>().Distinct())
            {
                if (PlaceOf(f.Kind, stage, operators) is { } at && !badges[at].Contains(f) && badges[at].Count < MostOfARow)
                    badges[at].Add(f);
            }
        }
        return badges;
    }

    static PlanOperator? PlaceOf(string kind, int stage, IReadOnlyList<PlanOperator> operators)
    {
        // waiting for a shuffle is of the exchange that is read
        if (kind == "fetchWait" && operators.FirstOrDefault(o => o.ReaderIds.Contains(stage)) is { } read) return read;
        var inStage = operators.Where(o => o.StageIds.Contains(stage)).ToList();
        if (kind == "spill" && inStage.Where(o => o.SpilledBytes > 0).MaxBy(o => o.SpilledBytes) is { } spilled) return spilled;
        foreach (var word in Operators.GetValueOrDefault(kind) ?? [])
        {
            if (inStage.FirstOrDefault(o => (!o.IsExchange || kind == "largeBroadcast") && o.Name.Contains(word, StringComparison.Ordinal))
                is { } at) return at;
        }
        return inStage.FirstOrDefault(o => o.TopOf.Contains(stage));
    }
}
