using Rightsizer.Analyzer;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>The charts of one run.</summary>
public static class RunCharts
{
    /// <summary>All that the log has something for, the most telling first.</summary>
    public static IReadOnlyList<ChartModel> All(AnalysisResult result)
    {
        var figures = OfFigures(result);
        return LanesChart.Build(result.Run) is { } lanes ? [lanes, .. figures] : figures;
    }

    /// <summary>Those of the page as data, the executors' lanes with their tasks merged, and the pictures of findings.</summary>
    public static IReadOnlyList<ChartModel> OfDocument(AnalysisResult result) =>
        [.. LanesChart.Merged(result.Run) is { } lanes ? [lanes] : (ChartModel[])[], .. OfFigures(result),
            .. result.Findings.Select(f => FindingChart.Build(f, result)).OfType<ChartModel>()];

    /// <summary>All but the executors' lanes.</summary>
    static IReadOnlyList<ChartModel> OfFigures(AnalysisResult result)
    {
        ChartModel?[] all =
        [
            TimeStripChart.Build(result), CostChart.Build(result.Cost), SweepChart.Build(result.Sweep), ExecutorHeatChart.Build(result.Run),
        ];
        return [.. all.OfType<ChartModel>()];
    }
}
