using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Emit;

/// <summary>Writes a patch as lines of spark-defaults.conf, each with its reason above it.</summary>
public static class SettingsConf
{
    const int Width = 116;

    public static void Write(AnalysisResult result, TextWriter output)
    {
        var patch = result.Patch ?? throw new InvalidOperationException("the settings were not asked for");
        Comment(output,
            $"Settings that Rightsizer proposes for "
            + $"{PlainText.OneLine(result.Run.App.Name ?? result.Run.App.Id ?? "this application")}. Each line has its reason above it; "
            + $"delete what you do not want.");
        Comment(output, Together(patch));
        foreach (var group in patch.Settings.Where(s => !s.InCode).GroupBy(s => s.Kind))
        {
            output.WriteLine();
            foreach (var s in group)
            {
                Comment(output, Reason(s));
                output.WriteLine($"{s.Key} {PlainText.OneLine(Redaction.Value(s.Key, s.Value))}");
            }
        }
        foreach (var s in patch.Settings.Where(s => s.InCode))
        {
            output.WriteLine();
            Comment(output, Reason(s));
            output.WriteLine($"# In the code: {s.Key} {PlainText.OneLine(Redaction.Value(s.Key, s.Value))}");
        }
        if (patch.LeftOut.Count == 0) return;
        output.WriteLine();
        foreach (var s in patch.LeftOut)
            Comment(output, $"Not set because {s.Excluded} is: {s.Key} {PlainText.OneLine(Redaction.Value(s.Key, s.Value))} ({s.Kind})");
    }

    static string Reason(PatchSetting s) =>
        $"{s.Kind}: {PlainText.OneLine(s.Why)}{(s.MayCost is { } cost ? $" Trade-off: {PlainText.OneLine(cost)}" : "")} "
            + $"Now: {PlainText.OneLine(Redaction.Value(s.Key, s.Now) ?? "not set")}.";

    static string Together(SettingsPatch patch)
    {
        if (patch.Settings.Count == 0) return "No setting is proposed. What the findings ask for is in the code, or nothing was found.";
        var known = patch.Settings.Where(s => s.Simulated).ToList();
        if (known.Count == 0 || patch.SavesMs is null && patch.SavesCoreMs is null)
            return "Nothing is promised: what these settings save cannot be simulated, or is too little to measure.";
        var with = known.Count == patch.Settings.Count ? known.Count == 1 ? "it" : "all of them"
            : string.Join(", ", known.Select(s => s.Key));
        var parts = new List<string>();
        if (patch.SavesMs is { } ms) parts.Add($"ends about {Quantity.Duration(Math.Abs(ms))} {(ms >= 0 ? "sooner" : "later")}");
        if (patch.SavesCoreMs is { } core)
            parts.Add($"is paid for with about {Quantity.CoreTime(Math.Abs(core))} {(core > 0 ? "less" : "more")} of core time");
        return $"Simulated with {with}, the run {string.Join(" and ", parts)}."
            + (known.Count == patch.Settings.Count ? "" : " Nothing is promised for the others.");
    }

    static void Comment(TextWriter output, string text)
    {
        var line = "#";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + 1 + word.Length > Width && line.Length > 1)
            {
                output.WriteLine(line);
                line = "#";
            }
            line += " " + word;
        }
        output.WriteLine(line);
    }
}
