using System.Diagnostics;
using System.Globalization;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Cli.Fleet;

/// <summary>
/// Says on stderr how far a run over many logs has come: rate and time left; a line that redraws itself where a person looks, else a line
/// now and then.
/// </summary>
/// <param name="error">Where it is said.</param>
/// <param name="interactive">A line may be drawn again.</param>
/// <param name="quiet">How long nothing is said.</param>
sealed class FleetProgress(TextWriter error, bool interactive, TimeSpan quiet) : IDisposable
{
    static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200), Milestone = TimeSpan.FromSeconds(15);

    /// <summary>Failures told one by one; the report has them all.</summary>
    const int MaxTold = 20;

    readonly Lock gate = new();
    readonly Stopwatch clock = Stopwatch.StartNew();
    TimeSpan lastShown = TimeSpan.MinValue, began;
    int logs, done, told;
    long bytes, bytesDone;
    bool lineOpen;

    public void Found(int count)
    {
        lock (gate) Show(() => $"looking for logs: {Quantity.Count(count)} so far");
    }

    /// <summary>So much is to be read now.</summary>
    public void Begin(int toRead, long totalBytes, int unchanged)
    {
        lock (gate)
        {
            (logs, bytes, began) = (toRead, totalBytes, clock.Elapsed);
            if (toRead > 0)
                Show(() => $"reading {Quantity.Count(toRead)} logs, {Quantity.Bytes(totalBytes)}; {Quantity.Count(unchanged)} are known");
        }
    }

    public void Done(long logBytes)
    {
        lock (gate)
        {
            done++;
            bytesDone += logBytes;
            Show(Describe);
        }
    }

    /// <summary>A line of its own.</summary>
    public void Tell(string line)
    {
        lock (gate)
        {
            if (told++ > MaxTold) return;
            Close();
            error.WriteLine(told > MaxTold ? "more logs were not read: the report lists them" : line);
        }
    }

    public void Dispose()
    {
        lock (gate) Close();
    }

    string Describe()
    {
        var seconds = Math.Max(0.001, (clock.Elapsed - began).TotalSeconds);
        var rate = bytesDone / seconds;
        var left = bytesDone > 0 ? (long)((bytes - bytesDone) / rate * 1000) : (long?)null;
        return string.Create(CultureInfo.InvariantCulture,
            $"reading: {done:#,0} of {logs:#,0} logs, {Quantity.Bytes(bytesDone)} of {Quantity.Bytes(bytes)}, "
                + $"{Quantity.Bytes((long)rate)}/s{(left is { } l ? $", {Quantity.Duration(l)} left" : "")}");
    }

    void Show(Func<string> text)
    {
        var now = clock.Elapsed;
        if (now < quiet || lastShown != TimeSpan.MinValue && now - lastShown < (interactive ? Redraw : Milestone)) return;
        lastShown = now;
        if (!interactive)
        {
            error.WriteLine(text());
            return;
        }
        error.Write("\r\u001b[K" + text());
        error.Flush();
        lineOpen = true;
    }

    void Close()
    {
        if (lineOpen) error.Write("\r\u001b[K");
        lineOpen = false;
    }
}
