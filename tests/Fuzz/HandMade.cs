using System.Globalization;

namespace Rightsizer.Fuzz;

/// <summary>Runs the commands over inputs that someone thought of, and says what took too long or too much.</summary>
static class HandMade
{
    const double MaxSeconds = 5;
    const long MaxMegabytes = 600;

    /// <summary>With %L for the input and %O for a file to write.</summary>
    static readonly string[] Commands =
    [
        "diagnose %L", "diagnose %L --format json", "diagnose %L --format html", "redact %L --output %O", "report %L --format json",
        "size %L --usd-per-hour 2", "compare %L %L", "list %L", "totals %L", "summarize %L", "diagnose %L --redact --verbose",
    ];

    /// <returns>1 where something broke.</returns>
    public static int Run(string folder, string? only, TextWriter output)
    {
        var broken = false;
        using var work = new WorkFolder();
        foreach (var input in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            foreach (var words in Commands.Where(c => only is null || c.StartsWith(only, StringComparison.Ordinal)))
            {
                work.Clear();
                GC.Collect();
                ResetPeak();
                string[] args = [.. words.Split(' ').Select(w => w switch { "%L" => input, "%O" => work.In("out"), _ => w })];
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(input),-36} {words,-32} "));
                output.Flush();
                var before = Environment.CpuUsage.TotalTime;
                string said;
                try
                {
                    var command = Command.Run(args);
                    said = $"{command.Code} {command.Error.Split('\n')[0]}";
                }
                catch (Exception e)
                {
                    (said, broken) = ("BROKEN " + e.Message, true);
                }
                var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
                var megabytes = PeakMegabytes();
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s {megabytes} MB")
                    + (seconds > MaxSeconds ? " SLOW" : "") + (megabytes > MaxMegabytes ? " LARGE" : "") + " " + said);
            }
        }
        return broken ? 1 : 0;
    }

    static void ResetPeak()
    {
        if (File.Exists("/proc/self/clear_refs")) File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>Since <see cref="ResetPeak"/>; what this process has at any time where Linux does not say.</summary>
    static long PeakMegabytes()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return Environment.WorkingSet >> 20;
        var line = File.ReadLines(Status).First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) >> 10;
    }
}
