using System.Text.Json;

namespace Rightsizer.Advice.Trials;

/// <summary>Times of a run, from its log's own events.</summary>
/// <param name="JobsMs">Submission of the first job to the end of the last; without the warm-up of Programs/submit.py.</param>
/// <param name="ApplicationMs">Start to end of the application.</param>
/// <param name="CoreMs">Cores of each executor times its life: what is paid.</param>
/// <param name="FailedJobs">Jobs that did not end well.</param>
sealed record RunTimes(long JobsMs, long ApplicationMs, long CoreMs, int FailedJobs)
{
    public static RunTimes Read(string log)
    {
        long start = 0, end = 0, first = long.MaxValue, last = 0, paid = 0;
        var failed = 0;
        var alive = new Dictionary<string, (long AddMs, int Cores)>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(log))
        {
            if (!line.StartsWith("{\"Event\":\"SparkListener", StringComparison.Ordinal) || line.Length > 200_000) continue;
            var name = line[23..line.IndexOf('"', 23)];
            if (name is not ("ApplicationStart" or "ApplicationEnd" or "JobStart" or "JobEnd" or "ExecutorAdded" or "ExecutorRemoved"))
                continue;
            using var document = JsonDocument.Parse(line);
            var e = document.RootElement;
            switch (name)
            {
                case "ApplicationStart":
                    start = e.GetProperty("Timestamp").GetInt64();
                    break;
                case "ApplicationEnd":
                    end = e.GetProperty("Timestamp").GetInt64();
                    break;
                case "JobStart":
                    if (!IsWarmUp(e)) first = Math.Min(first, e.GetProperty("Submission Time").GetInt64());
                    break;
                case "JobEnd":
                    last = e.GetProperty("Completion Time").GetInt64();
                    if (e.GetProperty("Job Result").GetProperty("Result").GetString() != "JobSucceeded") failed++;
                    break;
                case "ExecutorAdded":
                    alive[e.GetProperty("Executor ID").GetString()!] = (e.GetProperty("Timestamp").GetInt64(),
                        e.GetProperty("Executor Info").GetProperty("Total Cores").GetInt32());
                    break;
                default:
                    if (alive.Remove(e.GetProperty("Executor ID").GetString()!, out var gone))
                        paid += gone.Cores * (e.GetProperty("Timestamp").GetInt64() - gone.AddMs);
                    break;
            }
        }
        if (end == 0) end = last;
        return new(first == long.MaxValue ? 0 : last - first, end - start, paid + alive.Values.Sum(a => a.Cores * (end - a.AddMs)), failed);
    }

    static bool IsWarmUp(JsonElement job) => job.TryGetProperty("Properties", out var properties)
        && properties.TryGetProperty("spark.job.description", out var text) && text.GetString() == "warm-up";
}
