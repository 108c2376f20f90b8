using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rightsizer.Reports.Html;

/// <summary>A chart that uPlot draws; where no script runs, and in print, its still picture stands in its place.</summary>
sealed record HtmlChart
{
    public required ChartAxis X { get; init; }
    public required ChartAxis Y { get; init; }

    /// <summary>At the right; null where there is one scale.</summary>
    public ChartAxis? Y2 { get; init; }

    /// <summary>Ascending.</summary>
    public required IReadOnlyList<double> XValues { get; init; }

    /// <summary>What the values of X are called, where they are places and no numbers.</summary>
    public IReadOnlyList<string>? XNames { get; init; }
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Space between two series, by their place.</summary>
    public IReadOnlyList<(int Upper, int Lower)> Bands { get; init; } = [];
    public IReadOnlyList<ChartPoint> Points { get; init; } = [];

    /// <summary>Bars under the same X axis.</summary>
    public IReadOnlyList<ChartLanes> Lanes { get; init; } = [];

    /// <param name="still">What is printed, and read without a script.</param>
    /// <param name="ground">Shown on hover.</param>
    /// <param name="label">For who cannot see it.</param>
    public Markup ToMarkup(Markup still, string ground, string label) => Markup.Html($"""
        <figure class="chart" data-chart title="{ground}" aria-label="{label}">
        <div class="still">{still}</div>
        <script type="application/json">{Markup.Trusted(Json())}</script>
        </figure>

        """);

    /// <summary>The default encoder writes no &lt;, so no text can end the script element.</summary>
    string Json()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Axis(json, "x", X);
            Axis(json, "y", Y);
            if (Y2 is not null) Axis(json, "y2", Y2);
            Numbers(json, "at", XValues.Select(v => (double?)v));
            if (XNames is not null) Array(json, "names", XNames, json.WriteStringValue);
            Array(json, "series", Series, s =>
            {
                json.WriteStartObject();
                json.WriteString("name", s.Name);
                json.WriteString("color", s.Color);
                json.WriteString("style", s.Style.ToString().ToLowerInvariant());
                if (s.OnY2) json.WriteBoolean("y2", true);
                Numbers(json, "values", s.Values);
                json.WriteEndObject();
            });
            Array(json, "bands", Bands, b => Numbers(json, null, [b.Upper, b.Lower]));
            Array(json, "points", Points, p =>
            {
                json.WriteStartObject();
                Number(json, "x", p.X);
                Number(json, "y", p.Y);
                json.WriteString("name", p.Name);
                json.WriteString("color", p.Color);
                if (p.OnY2) json.WriteBoolean("y2", true);
                json.WriteEndObject();
            });
            Array(json, "lanes", Lanes, l =>
            {
                json.WriteStartObject();
                json.WriteString("title", l.Title);
                Array(json, "bars", l.Bars, b =>
                {
                    json.WriteStartArray();
                    Number(json, null, b.From);
                    Number(json, null, b.Until);
                    json.WriteNumberValue(b.Lane);
                    json.WriteStringValue(b.Label);
                    json.WriteBooleanValue(b.Failed);
                    json.WriteEndArray();
                });
                json.WriteEndObject();
            });
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    static void Axis(Utf8JsonWriter json, string name, ChartAxis axis)
    {
        json.WriteStartObject(name);
        json.WriteString("title", axis.Title);
        json.WriteString("unit", axis.Unit);
        if (axis.Log) json.WriteBoolean("log", true);
        json.WriteEndObject();
    }

    static void Array<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    static void Numbers(Utf8JsonWriter json, string? name, IEnumerable<double?> values)
    {
        if (name is null) json.WriteStartArray();
        else json.WriteStartArray(name);
        foreach (var v in values) Number(json, null, v);
        json.WriteEndArray();
    }

    static void Number(Utf8JsonWriter json, string? name, double? value)
    {
        if (name is not null) json.WritePropertyName(name);
        if (value is { } v && double.IsFinite(v)) json.WriteRawValue(v.ToString("0.######", CultureInfo.InvariantCulture));
        else json.WriteNullValue();
    }
}

/// <param name="Title">What is measured.</param>
/// <param name="Unit">ms, usd, percent, count, cores.</param>
/// <param name="Log">Logarithmic.</param>
sealed record ChartAxis(string Title, string Unit, bool Log = false);

/// <summary>
/// How a series is drawn: a line, steps that are filled, bars that stand on each other, or not at all (the edge of a band).
/// </summary>
enum ChartStyle { Line, Steps, Stack, Edge }

/// <param name="Name">In the legend.</param>
/// <param name="Values">One a value of X; null is a gap.</param>
/// <param name="Color">A colour variable of report.css: used, paid, accent ...</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="OnY2">On the scale at the right.</param>
sealed record ChartSeries(string Name, IReadOnlyList<double?> Values, string Color, ChartStyle Style = ChartStyle.Line, bool OnY2 = false);

/// <summary>One place that is marked.</summary>
sealed record ChartPoint(double X, double Y, string Name, string Color, bool OnY2 = false);

/// <summary>Bars in lanes, such as jobs or stages over time.</summary>
sealed record ChartLanes(string Title, IReadOnlyList<ChartBar> Bars);

/// <param name="From">On the X axis.</param>
/// <param name="Until">On the X axis.</param>
/// <param name="Lane">0-based, from the top.</param>
/// <param name="Label">Shown where it is pointed at.</param>
/// <param name="Failed">Drawn in the colour of failures.</param>
sealed record ChartBar(double From, double Until, int Lane, string Label, bool Failed);
