using System.Globalization;
using static System.FormattableString;

namespace Rightsizer.Analyzer.Formatting;

/// <summary>
/// The one home of how numbers look to people: durations, bytes, counts, shares, money. Detectors, sizing and reports alike; invariant
/// culture.
/// </summary>
public static class Quantity
{
    /// <summary>What stands where a number is not known.</summary>
    public const string Unknown = "?";

    /// <summary>340 ms, 27.1 s, 4 min 12 s, 2 h 05 min, 3 d 04 h.</summary>
    public static string Duration(long ms) => ms < 0 ? "-" + Duration((ulong)-ms) : Duration((ulong)ms);

    public static string Duration(long? ms) => ms is { } known ? Duration(known) : Unknown;

    /// <summary>As of whole milliseconds; below one with its fraction.</summary>
    public static string Duration(double ms) =>
        !double.IsFinite(ms) ? Unknown : ms is > 0 and < 1 ? Invariant($"{ms:0.##} ms") : Duration(ToLong(ms));

    /// <summary>812 core-s, 3.4 core-h.</summary>
    public static string CoreTime(long? coreMs) => CoreTime(coreMs, coreMs ?? 0);

    /// <summary>In the unit that <paramref name="totalCoreMs"/> has, so that the lines of a sum can be compared.</summary>
    public static string CoreTime(long? coreMs, long totalCoreMs) => coreMs is not { } v ? Unknown
        : Math.Abs(totalCoreMs) < 100_000 ? Invariant($"{v / 1000.0:0.#} core-s")
        : Math.Abs(totalCoreMs) < 3_600_000 ? Invariant($"{v / 1000.0:#,0} core-s") : Invariant($"{v / 3_600_000.0:#,0.00} core-h");

    /// <summary>Binary units, as Spark's own pages have them: 118 MiB, 1.2 GiB.</summary>
    public static string Bytes(long? bytes) => bytes is { } b ? Bytes((double)b) : Unknown;

    public static string Bytes(long bytes) => Bytes((double)bytes);

    public static string Bytes(double bytes)
    {
        if (!double.IsFinite(bytes)) return Unknown;
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        var v = bytes;
        var unit = 0;
        while (Math.Abs(v) >= 1024 && unit < units.Length - 1)
        {
            v /= 1024;
            unit++;
        }
        return unit == 0 || Math.Abs(v) >= 99.95 ? Invariant($"{v:0} {units[unit]}") : Invariant($"{v:0.#} {units[unit]}");
    }

    /// <summary>1,234,567.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(long? count) => count is { } known ? Count(known) : Unknown;

    /// <summary>Of a count that was worked out: to the nearest whole.</summary>
    public static string Count(double count) => double.IsFinite(count) ? Count(ToLong(count)) : Unknown;

    /// <summary>1 core, 1,200 cores; <paramref name="many"/> where an s does not do.</summary>
    public static string Plural(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>
    /// 20 %, 7.4 %, 0.31 %; two figures at least. A part that is not the whole is not 100 %: 99.7 %, over 99.9 %; one that is not
    /// nothing is not 0 %: under 0.01 %.
    /// </summary>
    public static string Percent(double? ratio) => ratio is not { } r || !double.IsFinite(r) ? Unknown : r switch
    {
        >= 0.9995 and < 1 - RatioNoise => "over 99.9 %",
        >= 0.995 and < 0.9995 => Invariant($"{r * 100:0.0} %"),
        > RatioNoise and < 0.00005 => "under 0.01 %",
        >= 0.0995 or <= -0.0995 => Invariant($"{r * 100:0} %"),
        >= 0.00995 or <= -0.00995 => Invariant($"{r * 100:0.#} %"),
        > RatioNoise or < -0.00005 => Invariant($"{r * 100:0.##} %"),
        _ => "0 %",
    };

    /// <summary>What sums of fractions are off by.</summary>
    const double RatioNoise = 1e-12;

    /// <summary>$11.82; below ten cents with four places, so that small jobs do not look free.</summary>
    public static string Usd(decimal? usd) => usd switch
    {
        null => Unknown,
        < 0 => "-" + Usd(-usd),
        0 => "$0",
        < 0.0001m => "<$0.0001",
        < 0.10m => Invariant($"${usd:0.0000}"),
        _ => Invariant($"${usd:#,0.00}"),
    };

    /// <summary>Money with "~" where it is not measured or billed.</summary>
    public static string Usd(decimal? usd, Ground ground) => (usd is not null && IsEstimate(ground) ? "~" : "") + Usd(usd);

    /// <summary>An estimate for a year, rounded to what is known: ~$2,810, ~$315, ~$8, under $1.</summary>
    public static string UsdAYear(decimal usd) => Math.Abs(usd) switch
    {
        0 => "$0",
        < 1 => "under $1",
        < 1000 => (usd < 0 ? "-" : "") + Invariant($"~${Math.Abs(usd):0}"),
        var u => (usd < 0 ? "-" : "") + Invariant($"~${RoundedTo3(u):#,0}"),
    };

    /// <summary>To three figures.</summary>
    static decimal RoundedTo3(decimal value)
    {
        var unit = 1m;
        while (value / unit >= 1000) unit *= 10;
        return Math.Round(value / unit) * unit;
    }

    /// <summary>A change as a share of what was: +6 %, -12 %, 0 %.</summary>
    public static string Change(double? ratio) => ratio is not { } r ? Unknown : Invariant($"{100 * r:+#,0.#;-#,0.#;0} %");

    /// <summary>A unit price or a quantity, with as many places as it has, six at most.</summary>
    public static string Number(decimal? value) => value is { } v ? v.ToString("#,0.######", CultureInfo.InvariantCulture) : Unknown;

    public static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture);

    /// <summary>A value in one of the units that evidence has: ms, bytes, count, ratio, usd.</summary>
    public static string InUnit(double value, string unit) => !double.IsFinite(value) ? Unknown : unit switch
    {
        "ms" => Duration(ToLong(value)),
        "bytes" => Bytes(ToLong(value)),
        "count" => value == Math.Floor(value) ? Count(ToLong(value)) : Number(value),
        "ratio" => Number(value),
        "usd" => Usd((decimal)Math.Clamp(value, -1e15, 1e15)),
        _ => Number(value) + " " + unit,
    };

    public static bool IsEstimate(Ground ground) => ground is not (Ground.Measured or Ground.Billed);

    /// <summary>The ground as the JSON has it: measured, billed, simulated, assumed, derived, missing.</summary>
    public static string Word(Ground ground) => ground.ToString().ToLowerInvariant();

    static string Duration(ulong ms) => ms switch
    {
        0 => "0 s",
        < 1_000 => Invariant($"{ms} ms"),
        < 59_950 => Invariant($"{ms / 1000.0:0.0} s"),
        < 3_599_500 => Invariant($"{(ms + 500) / 60_000} min {(ms + 500) / 1000 % 60:00} s"),
        < 86_370_000 => Invariant($"{(ms + 30_000) / 3_600_000} h {(ms + 30_000) / 60_000 % 60:00} min"),
        _ => Invariant($"{(ms + 1_800_000) / 86_400_000} d {(ms + 1_800_000) / 3_600_000 % 24:00} h"),
    };

    static long ToLong(double value) => (long)Math.Clamp(Math.Round(value), -9e18, 9e18);
}
