using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Hostile;

/// <summary>Logs whose names, messages and settings are what some reader of a report would obey.</summary>
sealed class HostileLogs : IDisposable
{
    /// <summary>A word of every hostile text; a redacted output has it nowhere.</summary>
    public const string Word = "evqx";

    /// <summary>Short enough that a name which is cut still has all of it.</summary>
    static readonly string[] Texts =
    [
        "=1+1|evqx<img src=x onerror=alert(1)>",
        "@team evqx ![p](http://evil.example/p.png)|x",
        "-1+evqx\u001b[31m\u202e\u200b\u009b\r\n::error::x\n# h\r1",
        "evqx</script><script>alert(1)</script>`$(id)`",
        "<!channel> evqx [x](javascript:alert(1)) \u00bb obey \u00ab {0}",
        "\t+evqx${HOME}%{x}\"'--> ]]> \\",
        "::set-output name=evqx::1",
    ];

    /// <summary>Strings that Spark writes as one of a few words; another word would be another event.</summary>
    static readonly string[] Words =
    [
        "/Event", "/Reason", "/Executor ID", "/Locality", "/Result", "/Task Type", "/Spark Version", "/nodeName", "/metricType",
        "/Job Result",
    ];

    /// <summary>Ends of paths whose texts are anybody's.</summary>
    static readonly string[] Free =
    [
        "Name", "Details", "escription", "simpleString", "Host", "details", "Callsite", "Class Name", "Message", "Failure Reason",
        "Full Stack Trace", "Removed Reason", "Scope", "accumulatorName", "#key",
    ];

    readonly TinyLog folder = new();

    /// <param name="first">Text of the first string; the others follow in turn.</param>
    /// <param name="everywhere">Behind every string, in place of some.</param>
    /// <param name="fails">A task, a stage and a job fail.</param>
    public HostileLogs(int first, bool everywhere, bool fails)
    {
        Directory.CreateDirectory(Folder);
        var sample = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124852-0002.zstd");
        var lines = LogStrings.Lines(sample).SelectMany(l => fails ? WithFailures(l) : [l]).ToList();
        for (var log = 0; log < 2; log++)
        {
            var turn = first + log;
            File.WriteAllLines(Path.Combine(Folder, FileName(log)), lines.Select(l => LogStrings.Change(l, (at, text) =>
                everywhere ? at == "/Event" ? null : text + Next() : IsFree(at) ? Next() : null)));

            // the same text in the name that all reports begin with, the others in turn
            string Next() => Texts[turn++ % Texts.Length];
        }
    }

    public static int Count => Texts.Length;

    public string Folder => folder.In("lo=gs @team");

    public string Log => Path.Combine(Folder, FileName(0));

    public string Other => Path.Combine(Folder, FileName(1));

    public string In(string name) => folder.In(name);

    /// <summary>What a file system takes.</summary>
    static string FileName(int log) => $"app-{log}=evqx<img src=x onerror=alert(1)>@team|`$(id)`](x)\u202e\u001b[31m";

    static bool IsFree(string at) => !Words.Any(w => at.EndsWith(w, StringComparison.Ordinal))
        && (at is "/App Name" or "/User" || Words.All(w => !at.StartsWith(w, StringComparison.Ordinal))
            && Free.Any(w => at.EndsWith(w, StringComparison.Ordinal)));

    /// <summary>A task, a stage and a job fail: their messages are a log's own words.</summary>
    static IEnumerable<string> WithFailures(string line)
    {
        yield return line;
        using var json = JsonDocument.Parse(line);
        var kind = json.RootElement.GetProperty("Event").GetString();
        if (kind == "SparkListenerTaskEnd" && line.Contains("\"Task ID\":3,", StringComparison.Ordinal))
        {
            yield return line.Replace("{\"Reason\":\"Success\"}",
                """{"Reason":"ExceptionFailure","Class Name":"x","Description":"x","Stack Trace":[],"Full Stack Trace":"x"}""",
                StringComparison.Ordinal);
        }
        if (kind == "SparkListenerStageCompleted" && line.Contains("\"Stage ID\":1,", StringComparison.Ordinal))
            yield return line.Replace("\"Stage ID\":1,", "\"Stage ID\":1,\"Failure Reason\":\"x\",", StringComparison.Ordinal);
        if (kind == "SparkListenerJobEnd" && line.Contains("\"Job ID\":1,", StringComparison.Ordinal))
        {
            yield return line.Replace("{\"Result\":\"JobSucceeded\"}",
                """{"Result":"JobFailed","Exception":{"Message":"x","Stack Trace":[]}}""", StringComparison.Ordinal);
        }
    }

    public void Dispose() => folder.Dispose();
}
