using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Sarif;

/// <summary>
/// The report over many runs as SARIF 2.1.0: a result for each job and kind of finding that it has, with what became of it since the time
/// before, and one for each job over its budget and each advice that made its job worse.
/// </summary>
public static class FleetSarif
{
    const string OverBudget = "overBudget", MadeWorse = "adviceMadeWorse";

    sealed record Item(string Rule, string Level, string? State, string Text, string Job, string Owner, string Kind);

    public static void Write(FleetReport r, TextWriter output)
    {
        var items = Items(r).ToList();
        var rules = items.Select(i => i.Rule).Distinct().Order(StringComparer.Ordinal).ToList();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, IndentSize = 1, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", SarifReport.SchemaUri);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", "Rightsizer");
            json.WriteStartArray("rules");
            foreach (var id in rules) SarifReport.Rule(json, id);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var item in items) Result(json, item, rules.IndexOf(item.Rule), r);
            json.WriteEndArray();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n");
    }

    static IEnumerable<Item> Items(FleetReport r)
    {
        var m = FleetMeasure.Choose(r);
        foreach (var i in (r.Advice?.Items ?? []).Where(i => i.Verdict == AdviceVerdict.Worse))
            yield return new(MadeWorse, "error", null, $"Made worse by {AdviceWords.What(i)}: {AdviceWords.Realised(i)} a run",
                i.Job, i.Owner, i.Id);
        foreach (var o in r.OverBudget) yield return new(OverBudget, "error", null, FindingWords.OverBudget(o), o.Job, o.Owner, "");
        var changes = r.FindingChanges.ToLookup(c => (c.Job, c.Owner, c.Kind));
        foreach (var s in r.Savings.Where(s => Explanations.Find(s.Kind) is not null))
        {
            var change = changes[(s.Job, s.Owner, s.Kind)].FirstOrDefault();
            yield return new(Id(s.Kind), change?.Severity == Severity.Critical ? "error" : "warning",
                r.Change is null ? null
                : change?.Trend switch { FindingTrend.New => "new", FindingTrend.Worse => "updated", _ => "unchanged" },
                $"{FleetWords.Action(s)}: saves {m.Saving(s)}" + (change is null ? "" : $". {FindingWords.Change(change)}"),
                s.Job, s.Owner, s.Kind);
        }
        foreach (var gone in r.FindingChanges.Where(c => c.Trend == FindingTrend.Gone))
            yield return new(Id(gone.Kind), "note", "absent", FindingWords.Change(gone), gone.Job, gone.Owner, gone.Kind);
    }

    static string Id(string kind) => Explanations.Find(kind)?.Id ?? kind;

    static void Result(Utf8JsonWriter json, Item item, int rule, FleetReport r)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", item.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", item.Level);
        if (item.State is { } state) json.WriteString("baselineState", state);
        SarifReport.Message(json, "message", $"{item.Job} ({item.Owner}): {item.Text}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        var runs = r.Runs.Where(x => x.Job == item.Job && x.Owner == item.Owner);
        if ((runs.Where(x => x.Findings.Contains(item.Kind)).MaxBy(x => x.StartMs) ?? runs.MaxBy(x => x.StartMs)) is { } run)
        {
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", SarifReport.Address(run.Uri));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", PlainText.OneLine(item.Job));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        // the same kind in the same job keeps its mark from week to week
        json.WriteString("rightsizer/v1", Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes($"{item.Rule}\n{item.Job}\n{item.Owner}\n{item.Kind}")).AsSpan(0, 16)));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
