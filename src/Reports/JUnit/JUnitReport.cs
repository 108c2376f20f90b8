using System.Xml;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.JUnit;

/// <summary>Detectors as JUnit's XML, for a build that counts tests: one test case a detector.</summary>
/// <param name="failFrom">A finding this severe or worse is a failure; a milder one passes and is told in the case's output.</param>
public sealed class JUnitReport(Severity failFrom = Severity.Warning) : IReportWriter
{
    public void Write(AnalysisResult result, TextWriter output)
    {
        var cases = result.Detectors.Select(d => (Detector: d, Finding: result.Findings.FirstOrDefault(f => f.Id == d.Id))).ToList();
        var settings = new XmlWriterSettings { Indent = true, IndentChars = " ", NewLineChars = "\n", CloseOutput = false };
        using var xml = XmlWriter.Create(output, settings);
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", $"rightsizer {result.Run.App.Name ?? result.Run.App.Id ?? result.Run.Log.Path}");
        Attribute(xml, "tests", $"{cases.Count}");
        Attribute(xml, "failures", $"{cases.Count(c => Fails(c.Finding))}");
        Attribute(xml, "errors", $"{cases.Count(c => c.Detector.Outcome == OutcomeKind.Failed)}");
        Attribute(xml, "skipped", $"{cases.Count(c => c.Detector.Outcome is OutcomeKind.NotApplicable or OutcomeKind.Off)}");
        foreach (var (detector, finding) in cases) Case(xml, detector, finding, result);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.Flush();
        output.Write("\n");
    }

    void Case(XmlWriter xml, DetectorOutcome d, Finding? f, AnalysisResult result)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", $"rightsizer.{d.Id}");
        Attribute(xml, "name", d.Kind);
        if (f is not null && Fails(f))
            Told(xml, "failure", $"{f.Severity.ToString().ToLowerInvariant()}: {f.Title}, {Phrases.Saves(f, result.Run)}", Body(f));
        else if (d.Outcome == OutcomeKind.NotApplicable) Told(xml, "skipped", d.Reason ?? "not applicable", null);
        else if (d.Outcome == OutcomeKind.Off) Told(xml, "skipped", Phrases.TurnedOff, null);
        else if (d.Outcome == OutcomeKind.Failed) Told(xml, "error", d.Reason ?? "the detector failed", null);
        else if (f is not null)
            Told(xml, "system-out", null,
                $"{f.Severity.ToString().ToLowerInvariant()}: {f.Title}, {Phrases.Saves(f, result.Run)}\n{Body(f)}");
        xml.WriteEndElement();
    }

    bool Fails(Finding? f) => f is not null && f.Severity >= failFrom;

    static string Body(Finding f) => string.Join('\n', new[] { f.Cause }
        .Concat(f.Where.Select(w => "at " + Phrases.Place(w)))
        .Concat(f.Advice.Select(a =>
        "do " + (a.Proposed is null ? $"{a.Setting}: {a.Why}"
        : $"{a.Setting}: {Redaction.Value(a.Setting, a.Now) ?? "unset"} -> {Redaction.Value(a.Setting, a.Proposed)}. {a.Why}")))
        .Select(PlainText.OneLine));

    internal static void Told(XmlWriter xml, string element, string? message, string? body)
    {
        xml.WriteStartElement(element);
        if (message is not null) Attribute(xml, "message", message);
        if (body is not null) xml.WriteString(Allowed(body));
        xml.WriteEndElement();
    }

    internal static void Attribute(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeString(name, Allowed(PlainText.OneLine(value)));

    /// <summary>XML has no way to write some characters at all.</summary>
    static string Allowed(string text) =>
        string.Concat(PlainText.Lines(text).Select(c => char.IsSurrogate(c) || XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
