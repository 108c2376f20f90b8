using System.Diagnostics;
using System.Text.Json;
using Rightsizer.Reports.Emit;

namespace Rightsizer.Advice.Trials;

/// <summary>What the program says of a run: the settings of <c>--emit conf</c>, and the promises of <c>--format json</c>.</summary>
sealed record TrialProposal
{
    /// <summary>Of --emit conf, as Spark would read that file.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Settings that the code makes itself, and what to write there.</summary>
    public required IReadOnlyDictionary<string, string> InCode { get; init; }

    /// <summary>Milliseconds that all settings together are to save; null where nothing is promised.</summary>
    public long? SavesMs { get; init; }

    /// <summary>Core-milliseconds that are not paid then.</summary>
    public long? SavesCoreMs { get; init; }

    /// <summary>Kind of each finding and what it promises.</summary>
    public required IReadOnlyDictionary<string, long?> Findings { get; init; }

    public static TrialProposal Of(string log)
    {
        var settings = SettingsFile.Read(Diagnose(log, "--emit", "conf"));
        using var json = JsonDocument.Parse(Diagnose(log, "--format", "json"));
        var (patch, findings) = (json.RootElement.GetProperty("patch"), new Dictionary<string, long?>(StringComparer.Ordinal));
        foreach (var f in json.RootElement.GetProperty("findings").EnumerateArray())
            findings.TryAdd(f.GetProperty("kind").GetString()!, Long(f, "savesMs"));
        return new()
        {
            Settings = settings,
            InCode = patch.GetProperty("settings").EnumerateArray()
                .Where(s => s.TryGetProperty("inCode", out var code) && code.ValueKind == JsonValueKind.True)
                .ToDictionary(s => s.GetProperty("key").GetString()!, s => s.GetProperty("value").GetString()!),
            SavesMs = Long(patch, "savesMs"),
            SavesCoreMs = Long(patch, "savesCoreMs"),
            Findings = findings,
        };
    }

    static long? Long(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    static string Diagnose(string log, params string[] options)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "rightsizer.dll"), "diagnose", log, .. options])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"diagnose {log}: {error.Result}");
    }
}
