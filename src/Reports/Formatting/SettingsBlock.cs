using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Formatting;

/// <summary>
/// What to set, in the order in which it has to be done: first what only the application's code can change, then what can be pasted.
/// The promise is of all of it together.
/// </summary>
/// <param name="InCode">key=value; empty where no setting is the code's.</param>
/// <param name="CodeTitle">Said before those.</param>
/// <param name="Conf">Arguments of spark-submit.</param>
/// <param name="ConfTitle">Said above those.</param>
public sealed record SettingsBlock(
    IReadOnlyList<string> InCode, string CodeTitle, IReadOnlyList<string> Conf, string ConfTitle)
{
    public bool IsEmpty => InCode.Count == 0 && Conf.Count == 0;

    public static SettingsBlock Build(AnalysisResult result)
    {
        var verdict = result.Verdict;
        List<string> code = [.. verdict.InCode.Select(c => PlainText.OneLine($"{c.Key}={Redaction.Value(c.Key, c.Value)}"))];
        List<string> conf = [.. verdict.Conf.Select(c => Phrases.Conf(c.Key, Redaction.Value(c.Key, c.Value)!))];
        var promise = result.Patch is { } patch ? Promise(patch) : "";
        var where = $"in the code, which sets {(code.Count > 1 ? "them" : "it")} itself, so that a --conf has no effect";
        if (code.Count == 0) return new(code, "", conf, $"{These("Set", conf.Count)}{promise}:");
        if (conf.Count == 0) return new(code, $"Change this {where}{promise}:", conf, "");
        return new(code, $"First, {where}:", conf, $"{These("Then set", conf.Count)}, of use only with it"
            + $"{(promise.Length > 0 ? $", together{promise}" : "")}:");
    }

    static string These(string verb, int count) => count > 1 ? $"{verb} these" : $"{verb} this";

    /// <summary>" to save up to ~4.6 s"; empty where nothing is promised. A setting does not always remove its whole cause.</summary>
    static string Promise(SettingsPatch patch)
    {
        var saved = new List<string>();
        if (patch.SavesMs is > 0 and var ms) saved.Add("~" + Quantity.Duration(ms));
        if (patch.SavesCoreMs is > 0 and var core) saved.Add("~" + Quantity.CoreTime(core));
        if (patch.SavesUsd is > 0 and var usd) saved.Add(Quantity.Usd(usd, Ground.Simulated));
        return (saved.Count == 0 ? "" : $" to save up to {string.Join(", ", saved)}")
            + (patch.Settings.Any(s => s.NeedsRoom) ? ", if the machines have that much memory" : "");
    }
}
