using System.Globalization;

namespace Rightsizer.Reports.Charts;

/// <summary>How far along the plot a share of it is: in percent, where the window decides the width, or in pixels of a file.</summary>
/// <param name="Pixels">Width of the plot; null where the window decides.</param>
readonly record struct SvgSpace(double? Pixels)
{
    /// <summary>What a page is wide when labels are fitted: what is narrower hides them.</summary>
    const double Usual = 900;

    public double Width => Pixels ?? Usual;

    public string At(double share) => Pixels is { } px ? Number(share * px) : Number(share * 100) + "%";

    public static string Number(double v) => v.ToString("0.##", CultureInfo.InvariantCulture);
}
