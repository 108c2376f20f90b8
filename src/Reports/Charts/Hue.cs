namespace Rightsizer.Reports.Charts;

/// <summary>What a colour means. The first ones mean the same on every chart; the others only tell things apart.</summary>
public enum Hue { Work, Exchange, Problem, StartUp, Idle, Accent, Violet, Teal, Olive, Rose, Brown, Ink }

/// <summary>The colours of charts, for light and for dark ground.</summary>
/// <remarks>
/// Each stands out from the ground by 3:1 at least, and text in it by 4.5:1: neighbours are parted by a line of the ground's colour, so
/// they need not stand out from each other. ChartPaletteTests holds it.
/// </remarks>
public static class ChartPalette
{
    /// <summary>What charts are drawn on.</summary>
    public const string LightGround = "#ffffff", DarkGround = "#1c2125";

    /// <summary>Text inside a filled mark.</summary>
    public const string LightInside = "#ffffff", DarkInside = "#101316";

    /// <summary>Text beside marks, and lines of axes.</summary>
    public const string LightInk = "#1d2329", DarkInk = "#e6e8ea", LightSoft = "#59636d", DarkSoft = "#a3adb6";

    static readonly (string Light, string Dark)[] Colors =
    [
        ("#2a7562", "#4fb99c"), ("#855f10", "#e0ac4e"), ("#b3261e", "#ff8a80"), ("#5f6b77", "#9aa8b5"), ("#7a7466", "#8f989f"),
        ("#23679b", "#6fb3e8"), ("#73539f", "#b89ae0"), ("#0d717c", "#4cc3d0"), ("#646c1b", "#b5bd57"), ("#9f4172", "#e58ab8"),
        ("#84553a", "#d09a74"), (LightInk, DarkInk),
    ];

    /// <summary>Those that tell things apart, in the order in which they are given out.</summary>
    public static IReadOnlyList<Hue> Apart { get; } =
        [Hue.Work, Hue.Accent, Hue.Exchange, Hue.Violet, Hue.Teal, Hue.Rose, Hue.Olive, Hue.Brown];

    public static string Light(Hue hue) => Colors[(int)hue].Light;

    public static string Dark(Hue hue) => Colors[(int)hue].Dark;

    /// <summary>The word that style sheets know it by.</summary>
    public static string Word(Hue hue) => hue.ToString().ToLowerInvariant();

    /// <summary>Contrast of two colours as WCAG 2.2 defines it, 1 to 21.</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    static double Luminance(string hex)
    {
        double Part(int at)
        {
            var v = Convert.ToInt32(hex.Substring(at, 2), 16) / 255.0;
            return v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Part(1) + 0.7152 * Part(3) + 0.0722 * Part(5);
    }
}
