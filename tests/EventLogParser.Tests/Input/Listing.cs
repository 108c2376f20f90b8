using System.Text;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Input;

/// <summary>Listings made of names, as a folder, a zip or an S3 prefix gives them.</summary>
static class Listing
{
    /// <summary>Each file holds one event of the application that its text names: <c>name</c> or <c>name=application</c>.</summary>
    public static IReadOnlyList<LogPart> ListFiles(params string[] files) =>
        [.. files.Select(f => f.Split('='))
            .Select(f => new MemoryPart(f[0], Encoding.UTF8.GetBytes(Log(f.ElementAtOrDefault(1) ?? "app-1"))))];

    public static string Log(string application) =>
        $"{{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"n\",\"App ID\":\"{application}\"}}\n";

    /// <summary>The logs as <c>location: part, part</c>.</summary>
    public static string[] Describe(IEnumerable<EventLog> logs) =>
        [.. logs.Select(l => $"{l.Location}: {string.Join(", ", l.Parts.Select(p => p.Name))}")];
}
