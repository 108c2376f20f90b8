using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts.Clusters;

/// <summary>
/// YARN's account from its answers and its log: /ws/v1/cluster/apps of a ResourceManager, the containers of a Timeline Server, and the
/// lines of the ResourceManager's log that sum up an application.
/// </summary>
public static partial class YarnReader
{
    /// <summary>As many as the whole history of a ResourceManager has by far.</summary>
    const int MaxApplications = 1_000_000;

    /// <summary>A cluster of a petabyte for a year; what is more is a wrong number.</summary>
    const long MaxSeconds = 1L << 55;

    /// <param name="files">Name for errors, and content.</param>
    /// <exception cref="RightsizerException">One of them is none of these.</exception>
    public static IReadOnlyList<YarnApplication> Parse(IEnumerable<(string Name, byte[] Content)> files)
    {
        var apps = new Dictionary<string, YarnApplication>(StringComparer.Ordinal);
        var containers = new Dictionary<string, Dictionary<string, YarnContainer>>(StringComparer.Ordinal);
        foreach (var (name, content) in files)
        {
            if (IsJson(content)) Json(name, content, apps, containers);
            else if (!Log(content, apps)) throw Wrong(name, null);
        }
        foreach (var (id, known) in containers)
        {
            IReadOnlyList<YarnContainer> list = [.. known.Values.OrderBy(c => c.StartedMs).ThenBy(c => c.Number)];
            var app = apps.GetValueOrDefault(id) ?? new YarnApplication(id, list.Sum(c => c.Mib * (c.LifeMs / 1000)))
            {
                VcoreSeconds = list.Sum(c => c.Vcores * (c.LifeMs / 1000)),
            };
            apps[id] = app with { Containers = list };
        }
        return [.. apps.Values];
    }

    static bool IsJson(byte[] content) => content.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{' or (byte)'[', ..];

    static void Json(string name, byte[] content, Dictionary<string, YarnApplication> apps,
        Dictionary<string, Dictionary<string, YarnContainer>> containers)
    {
        try
        {
            using var document = JsonDocument.Parse(content.AsMemory(content.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Wrong(name, null);
            if (root.TryGetProperty("apps", out var list))
            {
                // a cluster without any answers null
                if (list.ValueKind == JsonValueKind.Null) return;
                if (!list.TryGetProperty("app", out var array)) throw Wrong(name, null);
                foreach (var app in array.EnumerateArray()) Add(app);
            }
            else if (root.TryGetProperty("app", out var one)) Add(one);
            else if (root.TryGetProperty("container", out var some)) Containers(some, containers);
            else if (root.TryGetProperty("containers", out var nested) && nested.TryGetProperty("container", out var inner))
                Containers(inner, containers);
            else throw Wrong(name, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Wrong(name, e);
        }

        // what still runs has no whole account yet
        void Add(JsonElement a)
        {
            if (a.ValueKind != JsonValueKind.Object || apps.Count >= MaxApplications || Text(a, "id") is not { } id) return;
            if (Number(a, "finishedTime") is > 0 and var finished && Number(a, "memorySeconds") is > 0 and < MaxSeconds and var memory)
                apps[id] = Application(id, memory, Number(a, "vcoreSeconds"), Number(a, "startedTime"), finished);
        }
    }

    static void Containers(JsonElement list, Dictionary<string, Dictionary<string, YarnContainer>> containers)
    {
        foreach (var c in list.ValueKind == JsonValueKind.Object ? [list] : list.EnumerateArray().AsEnumerable())
        {
            if (c.ValueKind != JsonValueKind.Object || Text(c, "containerId") is not { } id
                || ContainerId().Match(id) is not { Success: true } m || containers.Count >= MaxApplications) continue;
            var (started, finished) = (Number(c, "startedTime"), Number(c, "finishedTime"));
            var (mib, vcores) = (Number(c, "allocatedMB"), Number(c, "allocatedVCores"));
            if (started <= 0 || finished < started || mib is <= 0 or > int.MaxValue || vcores is < 0 or > 100_000) continue;
            var app = $"application_{m.Groups[1].Value}_{m.Groups[2].Value}";
            if (!containers.TryGetValue(app, out var known)) containers[app] = known = new(StringComparer.Ordinal);
            known[id] = new YarnContainer(long.Parse(m.Groups[4].Value, CultureInfo.InvariantCulture), started, finished, mib, (int)vcores);
        }
    }

    /// <summary>False where no line sums up an application.</summary>
    static bool Log(byte[] content, Dictionary<string, YarnApplication> apps)
    {
        var any = false;
        foreach (var line in Encoding.UTF8.GetString(content).EnumerateLines())
        {
            var at = line.IndexOf("appId=application_", StringComparison.Ordinal);
            if (at < 0 || line.IndexOf(",memorySeconds=", StringComparison.Ordinal) < 0) continue;
            any = true;
            var text = line[at..].ToString();
            var id = text["appId=".Length..(text.IndexOf(',', StringComparison.Ordinal) is > 0 and var end ? end : text.Length)];
            if (Last(text, "finishTime") is > 0 and var finished && Last(text, "memorySeconds") is > 0 and < MaxSeconds and var memory
                && apps.Count < MaxApplications)
                apps[id] = Application(id, memory, Last(text, "vcoreSeconds"), Last(text, "startTime"), finished);
        }
        return any;
    }

    static YarnApplication Application(string id, long memory, long vcores, long started, long finished) => new(id, memory)
    {
        VcoreSeconds = vcores is > 0 and < MaxSeconds ? vcores : null,
        StartedMs = started > 0 && started <= finished ? started : null,
        FinishedMs = finished,
    };

    /// <summary>Names come before the figures, and YARN writes their commas as "\,".</summary>
    static long Last(string line, string name)
    {
        var at = line.LastIndexOf("," + name + "=", StringComparison.Ordinal);
        if (at < 0) return 0;
        var from = at + name.Length + 2;
        var end = from;
        while (end < line.Length && char.IsAsciiDigit(line[end])) end++;
        return long.TryParse(line.AsSpan(from, end - from), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }

    static string? Text(JsonElement at, string name) =>
        at.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Timeline Servers write numbers as texts in some versions.</summary>
    static long Number(JsonElement at, string name) => !at.TryGetProperty(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.Number ? value.TryGetInt64(out var number) ? number : 0
        : value.ValueKind == JsonValueKind.String
            && long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var text) ? text : 0;

    static RightsizerException Wrong(string place, Exception? cause) => new(ExitCode.BadArguments,
        $"--yarn {place}: not what YARN answers to /ws/v1/cluster/apps or about containers, nor a ResourceManager's log", cause);

    /// <summary>"container_e17_1410901177871_0001_01_000005": cluster, application, attempt, number.</summary>
    [GeneratedRegex(@"^container_(?:e[0-9]{1,10}_)?([0-9]{1,19})_([0-9]{4,10})_([0-9]{2,6})_([0-9]{1,10})$", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerId();
}
