using Rightsizer.Reports.Charts;

namespace Rightsizer.Charts;

/// <summary>Values of a chart's axis as places on ScottPlot's, which knows no logarithms and counts upwards.</summary>
/// <param name="axis">The chart's axis.</param>
/// <param name="downwards">Names of a vertical axis are listed from the top.</param>
sealed class PlotScale(ChartAxis axis, bool downwards)
{
    public double Of(double value)
    {
        var share = axis.Place(value);
        return downwards ? 1 - share : share;
    }
}
