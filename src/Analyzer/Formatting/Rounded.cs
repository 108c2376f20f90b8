using System.Globalization;

namespace Rightsizer.Analyzer.Formatting;

/// <summary>Numbers in sentences.</summary>
static class Rounded
{
    public static string Minutes(double ms) => ms < 90_000 ? Text($"{ms / 1000:0} s") : ms < 5_400_000 ? Text($"{ms / 60_000:0.#} min") : Text($"{ms / 3_600_000:0.#} h");

    public static string Usd(decimal usd) => usd < 1 ? Text($"${usd:0.0000}") : Text($"${usd:N2}");

    static string Text(FormattableString s) => s.ToString(CultureInfo.InvariantCulture);
}
