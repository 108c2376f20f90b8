using System.Globalization;
using System.Text;

namespace Rightsizer.Advice.Trials;

/// <summary>The tables of docs/advice-trials.md between its markers, from what the trials left in the folder.</summary>
static class TrialTable
{
    const string Begin = "<!-- trials: written by tests/Advice.Trials -->", End = "<!-- end of trials -->";

    public static string Render(string folder)
    {
        var text = new StringBuilder();
        var (settings, code) = (new List<Row>(), new List<Row>());
        var silent = new List<string>();
        foreach (var trial in TrialCatalog.All)
        {
            var state = TrialState.Read(folder, trial.Name);
            if (state.Of("base").Count == 0) continue;
            if (TrialEffect.Find(trial, state, "advised", state.Proposal?.SavesMs) is { } advised) settings.Add(new(trial, state, advised));
            else silent.Add(trial.Name);
            if (TrialEffect.Find(trial, state, "twin", state.PromiseOf(trial)) is { } twin) code.Add(new(trial, state, twin));
        }
        Summary(text, settings, code);
        text.Append("\n### Settings\n\n");
        text.Append("| job | settings tried | run | with them | promised | saved | |\n|---|---|---:|---:|---:|---:|---|\n");
        foreach (var row in settings) text.Append($"| {row.Trial.Name} | {Tried(row.State.Proposal!)} | {Cells(row.Effect)} |\n");
        if (silent.Count > 0) text.Append($"\nNo setting is proposed for: {string.Join(", ", silent)}.\n");
        text.Append("\n### Advice that is code\n\n");
        text.Append("| job | finding | run | twin | promised | saved | |\n|---|---|---:|---:|---:|---:|---|\n");
        foreach (var row in code) text.Append($"| {row.Trial.Name} | {row.Trial.Planted} | {Cells(row.Effect)} |\n");
        return text.ToString();
    }

    sealed record Row(Trial Trial, TrialState State, TrialEffect Effect);

    static string Tried(TrialProposal p) => string.Join("<br>", p.Settings.Select(s => $"`{s.Key} {s.Value}`")
        .Concat(p.InCode.Select(s => $"in the code: `{s.Key} {s.Value}`")));

    /// <summary>Replaces what is between the markers.</summary>
    public static void WriteInto(string document, string tables)
    {
        var text = File.ReadAllText(document);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(document, text[..from] + "\n" + tables.ReplaceLineEndings("\n") + text[to..]);
    }

    static void Summary(StringBuilder text, List<Row> settings, List<Row> code)
    {
        text.Append("| | settings | code |\n|---|---:|---:|\n");
        Count("tried (jobs)", _ => true);
        Count("promised some time", e => e.PromisedMs is not null);
        Count("saved at least half of what was promised", e => e.Verdict == TrialVerdict.AsPromised);
        Count("saved less than half", e => e.Verdict == TrialVerdict.SavedLess);
        Count("did nothing of what was promised", e => e.Verdict == TrialVerdict.Nothing);
        Count("made the run over 5 % slower", e => e.Verdict == TrialVerdict.Harm);
        Count("promised no time: changed none", e => e.Verdict == TrialVerdict.NotPromised);
        Count("promised no time: saved some", e => e.Verdict == TrialVerdict.SavedMore);
        Count("ended a failure", e => e.Verdict == TrialVerdict.Mended);
        text.Append($"| promised against saved, median difference | {Off(settings)} | {Off(code)} |\n");
        text.Append($"| the same, all together | {Off(settings.Concat(code))} | |\n");

        void Count(string name, Func<TrialEffect, bool> counts) =>
            text.Append($"| {name} | {settings.Count(r => counts(r.Effect))} | {code.Count(r => counts(r.Effect))} |\n");
    }

    static string Off(IEnumerable<Row> rows)
    {
        var off = rows.Where(r => r.Effect.PromisedMs is not null)
            .Select(r => Math.Abs(r.Effect.SavedMs / r.Effect.PromisedMs!.Value - 1)).ToList();
        return off.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * TrialEffect.Median(off):F0} %");
    }

    static string Cells(TrialEffect e) =>
        e.BaseMs == 0 ? $" | | | | {Text(e.Verdict)}"
        : $"{Seconds(e.BaseMs)} | {Seconds(e.ArmMs)} | {(e.PromisedMs is { } p ? Seconds(p) : "")} | {Saved(e)} | {Text(e.Verdict)}";

    static string Saved(TrialEffect e) => Math.Abs(e.SavedShare) < .01 ? "0"
        : e.SavedMs > 0 ? Seconds(e.SavedMs) : Seconds(-e.SavedMs) + " slower";

    static string Seconds(double ms) => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000:F1} s");

    static string Text(TrialVerdict verdict) => verdict switch
    {
        TrialVerdict.AsPromised => "as promised",
        TrialVerdict.SavedLess => "saved less",
        TrialVerdict.Nothing => "did nothing",
        TrialVerdict.Harm => "did harm",
        TrialVerdict.Mended => "ended the failure",
        TrialVerdict.SavedMore => "no promise; saved",
        _ => "no promise; no change",
    };
}
