using System.Globalization;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Spark property keys and values as Spark reads them: what is one and the same setting in other letters.</summary>
public static class SettingValues
{
    const string DefaultMark = " (default)";

    /// <summary>True for a bare Spark property, false for words.</summary>
    public static bool IsKey(string setting) =>
        setting.StartsWith("spark.", StringComparison.Ordinal) && setting.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>Without the mark of a default.</summary>
    public static string? Plain(string? value) =>
        value is not null && value.EndsWith(DefaultMark, StringComparison.Ordinal) ? value[..^DefaultMark.Length] : value;

    public static bool IsDefault(string? value) => value is not null && value.EndsWith(DefaultMark, StringComparison.Ordinal);

    internal static string Default(string value) => value + DefaultMark;

    /// <summary>Both values set the same: "1g" and "1024m", "TRUE" and "true", "5" and "5.0", "60s" and "1min".</summary>
    public static bool Same(string key, string? one, string? other)
    {
        if (Plain(one)?.Trim() is not { } a || Plain(other)?.Trim() is not { } b) return false;
        if (string.Equals(a, b, StringComparison.OrdinalIgnoreCase)) return true;
        if (Number(a) is { } x && Number(b) is { } y) return x.Equals(y);
        var unit = BareUnit(key);
        if (SparkSettings.ParseBytes(a, unit) is { } bytes && SparkSettings.ParseBytes(b, unit) is { } otherBytes)
            return bytes.Equals(otherBytes);
        return Milliseconds(a) is { } ms && ms.Equals(Milliseconds(b));
    }

    /// <summary>Bytes that a number without a unit counts in this property.</summary>
    internal static double BareUnit(string key) =>
        key.EndsWith(".memory", StringComparison.Ordinal) || key.EndsWith(".memoryOverhead", StringComparison.Ordinal)
            || key == "spark.reducer.maxSizeInFlight" ? 1 << 20 : 1;

    static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>A time such as 60s or 1min; a bare number counts seconds.</summary>
    internal static double? Milliseconds(string text)
    {
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (digits == 0 || Number(text[..digits]) is not { } n) return null;
        double? unit = text[digits..].Trim().ToLowerInvariant() switch
        {
            "ms" => 1,
            "s" or "" => 1_000,
            "m" or "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => null,
        };
        return n * unit;
    }
}
