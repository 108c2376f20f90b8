using System.Globalization;

namespace Rightsizer.Reports.Tests;

/// <summary>A culture that writes numbers unlike the invariant one; the program itself is built without any other.</summary>
sealed class Culture : IDisposable
{
    readonly CultureInfo before = CultureInfo.CurrentCulture;

    Culture(string decimalSeparator, string groupSeparator, string minus)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = decimalSeparator;
        culture.NumberFormat.NumberGroupSeparator = groupSeparator;
        culture.NumberFormat.NegativeSign = minus;
        CultureInfo.CurrentCulture = culture;
    }

    public static Culture Named(string name) => name switch
    {
        "german" => new Culture(",", ".", "-"),
        "swedish" => new Culture(",", "\u00a0", "\u2212"),
        _ => new Culture(".", ",", "-"),
    };

    public void Dispose() => CultureInfo.CurrentCulture = before;
}
