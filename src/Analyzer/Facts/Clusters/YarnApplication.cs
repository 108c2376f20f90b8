using System.Text.Json;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts.Clusters;

/// <summary>What a ResourceManager of YARN booked for one application that has ended: all of its containers, over all attempts.</summary>
/// <param name="Id">"application_START_NUMBER".</param>
/// <param name="MemoryMibSeconds">memorySeconds: memory of its containers times their lives.</param>
public sealed record YarnApplication(string Id, long MemoryMibSeconds)
{
    /// <summary>As many as the whole history of a ResourceManager has by far.</summary>
    const int MaxApplications = 1_000_000;

    /// <summary>A cluster of a petabyte for a year.</summary>
    const long MaxMibSeconds = 1L << 55;

    /// <summary>From the answer of <c>/ws/v1/cluster/apps</c>, or of <c>/ws/v1/cluster/apps/ID</c>.</summary>
    /// <param name="place">Its address or file, for the error.</param>
    /// <param name="json">The answer.</param>
    /// <exception cref="RightsizerException">It is no such answer.</exception>
    public static IReadOnlyList<YarnApplication> Parse(string place, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("app", out var one)) return [.. Read([one])];
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("apps", out var apps))
            {
                // a cluster without any answers null
                if (apps.ValueKind == JsonValueKind.Null) return [];
                if (apps.TryGetProperty("app", out var list)) return [.. Read(list.EnumerateArray()).Take(MaxApplications)];
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Wrong(place, e);
        }
        throw Wrong(place, null);
    }

    /// <summary>What still runs has no whole account yet.</summary>
    static IEnumerable<YarnApplication> Read(IEnumerable<JsonElement> applications)
    {
        foreach (var a in applications)
        {
            if (a.ValueKind == JsonValueKind.Object && a.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
                && Number(a, "finishedTime") > 0 && Number(a, "memorySeconds") is > 0 and < MaxMibSeconds and var memory)
                yield return new YarnApplication(id.GetString()!, memory);
        }
    }

    static long Number(JsonElement at, string name) =>
        at.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    static RightsizerException Wrong(string place, Exception? cause) => new(ExitCode.BadArguments,
        $"--yarn {place}: not what a ResourceManager answers to /ws/v1/cluster/apps", cause);
}
