using System.Diagnostics;
using System.Globalization;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli;

/// <summary>
/// Says on stderr what takes longer than <paramref name="quiet"/>: a line that redraws itself where a person looks, else a line at each
/// quarter.
/// </summary>
/// <param name="error">Where it is said.</param>
/// <param name="interactive">A line may be drawn again.</param>
/// <param name="quiet">How long nothing is said.</param>
sealed class ProgressDisplay(TextWriter error, bool interactive, TimeSpan quiet) : IProgress<ReadProgress>, IProgress<string>, IDisposable
{
    static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(150), Milestone = TimeSpan.FromSeconds(10);
    const int BarCells = 24;

    readonly Lock gate = new();
    readonly Stopwatch clock = Stopwatch.StartNew();
    TimeSpan lastShown = -Milestone;
    int quartersTold;
    bool lineOpen;

    public void Report(ReadProgress value)
    {
        lock (gate)
        {
            var now = clock.Elapsed;
            if (now < quiet) return;
            if (interactive) ShowBar(value, now);
            else ShowMilestone(value, now);
        }
    }

    public void Report(string value)
    {
        lock (gate)
        {
            if (clock.Elapsed < quiet) return;
            if (interactive) Draw(value + " ...");
            else error.WriteLine(value);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (lineOpen) error.Write("\r\u001b[K");
            lineOpen = false;
        }
    }

    void ShowBar(ReadProgress value, TimeSpan now)
    {
        if (now - lastShown < Redraw) return;
        lastShown = now;
        if (Fraction(value) is { } f)
        {
            var full = (int)(f * BarCells);
            Draw($"reading {new string('#', full)}{new string('.', BarCells - full)} {Describe(value, now)}");
        }
        else Draw("reading " + Describe(value, now));
    }

    void ShowMilestone(ReadProgress value, TimeSpan now)
    {
        var quarter = Fraction(value) is { } f ? (int)(f * 4) : 0;
        if (quarter <= quartersTold && now - lastShown < Milestone) return;
        quartersTold = Math.Max(quarter, quartersTold);
        lastShown = now;
        error.WriteLine("reading: " + Describe(value, now));
    }

    static double? Fraction(ReadProgress value) =>
        value.TotalBytes is > 0 and var total ? Math.Clamp((double)value.BytesRead / total, 0, 1) : null;

    static string Describe(ReadProgress value, TimeSpan now)
    {
        var rate = $"{Quantity.Bytes(value.BytesRead)}, {Quantity.Bytes((long)(value.BytesRead / now.TotalSeconds))}/s";
        return Fraction(value) is { } f
            ? string.Create(CultureInfo.InvariantCulture, $"{f * 100:0} % of {Quantity.Bytes(value.TotalBytes!.Value)}, ") + rate : rate;
    }

    void Draw(string text)
    {
        error.Write("\r\u001b[K" + text);
        error.Flush();
        lineOpen = true;
    }
}
