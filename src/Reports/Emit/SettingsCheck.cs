using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Emit;

/// <summary>Compares the settings of a file with what is proposed and with what the run had.</summary>
public static class SettingsCheck
{
    public const string AsAdvised = "as advised", Differs = "differs", Absent = "absent", NotInLog = "not in the log";

    /// <summary>One line for each proposed setting, and for each of the file that the run did not have, by key.</summary>
    /// <param name="result">With its patch.</param>
    /// <param name="file">Of <see cref="SettingsFile.Read"/>.</param>
    public static IReadOnlyList<(string State, string Key, string Text)> Compare(
        AnalysisResult result, IReadOnlyDictionary<string, string> file)
    {
        var lines = new List<(string State, string Key, string Text)>();
        foreach (var advised in result.Patch?.Settings ?? [])
        {
            var proposed = Redaction.Value(advised.Key, advised.Value)
                + (advised.InCode ? " (set it in the code, which wins over a file)" : "");
            if (!file.TryGetValue(advised.Key, out var value)) lines.Add((Absent, advised.Key, $"advised: {proposed}"));
            else if (SettingValues.Same(advised.Key, value, advised.Value)) lines.Add((AsAdvised, advised.Key, $"{proposed}"));
            else lines.Add((Differs, advised.Key, $"{Redaction.Value(advised.Key, value)}, advised: {proposed}"));
        }
        var known = lines.Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, value) in file.Where(f => !known.Contains(f.Key)))
        {
            var ran = result.Run.Environment[key];
            if (ran is null) lines.Add((NotInLog, key, $"{Redaction.Value(key, value)}"));
            else if (!SettingValues.Same(key, ran, value))
                lines.Add((Differs, key, $"{Redaction.Value(key, value)}, in the log: {Redaction.Value(key, ran)}"));
        }
        return [.. lines.OrderBy(l => l.Key, StringComparer.Ordinal)];
    }

    public static void Write(AnalysisResult result, IReadOnlyDictionary<string, string> file, TextWriter output)
    {
        var lines = Compare(result, file);
        if (lines.Count == 0) output.WriteLine("Nothing is advised that is not set, and the run had every setting of the file.");
        foreach (var (state, key, text) in lines) output.WriteLine($"{state,-14}  {key}  {PlainText.OneLine(text)}");
    }
}
