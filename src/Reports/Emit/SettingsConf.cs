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
        foreach (var group in patch.Settings.GroupBy(s => s.Kind))
        {
            output.WriteLine();
            foreach (var s in group)
            {
                Comment(output,
                    $"{s.Kind}: {PlainText.OneLine(s.Why)}{(s.MayCost is { } cost ? $" Trade-off: {PlainText.OneLine(cost)}" : "")} "
                    + $"Now: {PlainText.OneLine(Redaction.Value(s.Key, s.Now) ?? "not set")}.");
                output.WriteLine($"{s.Key} {PlainText.OneLine(Redaction.Value(s.Key, s.Value))}");
            }
        }
        if (patch.LeftOut.Count == 0) return;
        output.WriteLine();
        foreach (var s in patch.LeftOut)
            Comment(output, $"Not set because {s.Excluded} is: {s.Key} {PlainText.OneLine(Redaction.Value(s.Key, s.Value))} ({s.Kind})");
    }

    static string Together(SettingsPatch patch)
    {
        if (patch.Settings.Count == 0) return "No setting is proposed. What the findings ask for is in the code, or nothing was found.";
        if (patch.SavesMs is not { } ms) return "What they save together is not known: the run was not simulated without their causes.";
        var time = ms >= 0 ? $"{Quantity.Duration(ms)} sooner" : $"{Quantity.Duration(-ms)} later";
        var cores = patch.SavesCoreMs is { } core && core != 0
            ? $", with {Quantity.CoreTime(Math.Abs(core))} {(core > 0 ? "less" : "more")} of paid core time" : "";
        return $"Simulated with all of them the run ends {time}{cores}.";
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
