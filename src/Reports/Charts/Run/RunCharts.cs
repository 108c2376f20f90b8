using Rightsizer.Analyzer;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>The charts of one run.</summary>
public static class RunCharts
{
    /// <summary>All that the log has something for, the most telling first.</summary>
    public static IReadOnlyList<ChartModel> All(AnalysisResult result)
    {
        ChartModel?[] all =
        [
            LanesChart.Build(result.Run), TimeStripChart.Build(result), CostChart.Build(result.Cost), SweepChart.Build(result.Sweep),
            ExecutorHeatChart.Build(result.Run),
        ];
        return [.. all.OfType<ChartModel>()];
    }
}
