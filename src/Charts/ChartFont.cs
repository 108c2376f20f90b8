using SkiaSharp;

namespace Rightsizer.Charts;

/// <summary>A font without serifs that the system has; SkiaSharp's choice where it has none of the usual ones.</summary>
static class ChartFont
{
    static readonly string[] usual = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica", "Segoe UI"];

    public static string Family { get; } =
        Array.Find(usual, SKFontManager.Default.FontFamilies.Contains) ?? SKTypeface.Default.FamilyName;

    public static SKTypeface Plain { get; } = SKTypeface.FromFamilyName(Family) ?? SKTypeface.Default;

    public static SKTypeface Bold { get; } = SKTypeface.FromFamilyName(Family, SKFontStyle.Bold) ?? SKTypeface.Default;
}
