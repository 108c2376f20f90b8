using System.Text.RegularExpressions;

namespace Rightsizer.EventLogParser.Redacting;

/// <summary>
/// Descriptions and groups of jobs and queries: what Spark and the table formats say of their own jobs stays, SQL and people's words are
/// replaced as a whole.
/// </summary>
static partial class JobText
{
    public static string Description(string text)
    {
        if (text.StartsWith(JobTexts.Delta, StringComparison.Ordinal)) return OfDelta(text);
        if (JobTexts.HudiModule(text, out var step) is { } module && step is not null) return $"{OfHudi(module)}:{TextGate.Redact(step)}";
        if (CallSite().IsMatch(text) || text.StartsWith(JobTexts.Listing, StringComparison.Ordinal)
            || text.StartsWith(JobTexts.Streaming, StringComparison.Ordinal)
            || text.StartsWith(JobTexts.Receiver, StringComparison.Ordinal) || JobTexts.IsBatch(text)) return TextGate.Redact(text);
        var engine = text.StartsWith(JobTexts.Connect, StringComparison.Ordinal) ? JobTexts.Connect + ": " : "";
        return engine + StandIn.Create("sql", text) + (End().Match(text) is { Success: true } end ? TextGate.Redact(end.Value) : "");
    }

    public static string Group(string text) => JobTexts.IcebergProcedure(text) is not null ? TextGate.Redact(text)
        : JobTexts.HudiModule(text, out var step) is { } module && step is null ? OfHudi(module)
        : text == "default" ? text : StandIn.Create("name", text);

    /// <summary>Delta puts what the job was called before, such as a text of SQL, between its name and what it does.</summary>
    static string OfDelta(string text)
    {
        var rest = text[JobTexts.Delta.Length..];
        foreach (var step in JobTexts.DeltaLogSteps)
        {
            var at = rest.LastIndexOf(step, StringComparison.Ordinal);
            if (at < 0) continue;
            var before = rest[..at].TrimEnd(' ', ':');
            return JobTexts.Delta + (before.Length == 0 ? "" : Description(before) + ": ") + TextGate.Redact(rest[at..]);
        }
        return JobTexts.Delta + (rest.Length == 0 ? "" : Description(rest));
    }

    /// <summary>A class that is not known keeps what is looked for in its name.</summary>
    static string OfHudi(string module)
    {
        if (KnownWords.Instance.HasWord(module)) return module;
        var service = JobTexts.HudiServices.Select(s => s.Part).FirstOrDefault(p => module.Contains(p, StringComparison.Ordinal));
        return JobTexts.HudiMark(module) + StandIn.CreateWord(service ?? "", module);
    }

    [GeneratedRegex(@"^[\w$]{1,80} at [^\n]{1,1000}:[0-9]{1,7}$")]
    private static partial Regex CallSite();

    /// <summary>The table or the place that a description ends with.</summary>
    [GeneratedRegex(@" (?:in|at) \S{1,1000}$")]
    private static partial Regex End();
}
