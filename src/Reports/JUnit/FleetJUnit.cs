using System.Xml;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Fleet;

namespace Rightsizer.Reports.JUnit;

/// <summary>
/// The report over many runs as JUnit's XML: a test case for each job, which fails where a finding is new or worse, an advice made it
/// worse, it is over its budget, or its latest run failed.
/// </summary>
public static class FleetJUnit
{
    /// <param name="report">Over many runs.</param>
    /// <param name="failFrom">New and worse findings of this severity on are failures; milder ones are told in the case's output.</param>
    /// <param name="output">Where the document goes.</param>
    public static void Write(FleetReport report, Severity failFrom, TextWriter output)
    {
        var cases = report.Jobs.Select(j =>
            (Job: j, Fails: Failures(report, j, failFrom).ToList(), Said: Milder(report, j, failFrom).ToList())).ToList();
        var settings = new XmlWriterSettings { Indent = true, IndentChars = " ", NewLineChars = "\n", CloseOutput = false };
        using var xml = XmlWriter.Create(output, settings);
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        JUnitReport.Attribute(xml, "name", $"rightsizer report {FleetWords.Period(report.Period)}");
        JUnitReport.Attribute(xml, "tests", $"{cases.Count}");
        JUnitReport.Attribute(xml, "failures", $"{cases.Count(c => c.Fails.Count > 0)}");
        JUnitReport.Attribute(xml, "errors", "0");
        JUnitReport.Attribute(xml, "skipped", $"{cases.Count(c => c.Fails.Count == 0 && c.Job.Total.Runs == 0)}");
        foreach (var (job, fails, said) in cases)
        {
            xml.WriteStartElement("testcase");
            JUnitReport.Attribute(xml, "classname", job.Owner);
            JUnitReport.Attribute(xml, "name", job.Name);
            if (fails.Count > 0) JUnitReport.Told(xml, "failure", fails[0], string.Join('\n', fails));
            else if (job.Total.Runs == 0) JUnitReport.Told(xml, "skipped", "no run in the period", null);
            else if (said.Count > 0) JUnitReport.Told(xml, "system-out", null, string.Join('\n', said));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.Flush();
        output.Write("\n");
    }

    static IEnumerable<string> Failures(FleetReport r, FleetJob j, Severity from)
    {
        foreach (var i in (r.Advice?.Items ?? []).Where(i => i.Verdict == AdviceVerdict.Worse && i.Job == j.Name && i.Owner == j.Owner))
            yield return $"Made worse by {AdviceWords.What(i)}: {AdviceWords.Realised(i)} a run";
        foreach (var o in r.OverBudget.Where(o => o.Job == j.Name && o.Owner == j.Owner)) yield return FindingWords.OverBudget(o);
        foreach (var c in Grown(r, j).Where(c => c.Severity >= from)) yield return FindingWords.Change(c);
        if (j is { IsFailing: true, Total.Runs: > 0 }) yield return "Its latest run failed";
    }

    static IEnumerable<string> Milder(FleetReport r, FleetJob j, Severity from) =>
        Grown(r, j).Where(c => c.Severity < from).Select(FindingWords.Change);

    static IEnumerable<FleetFindingChange> Grown(FleetReport r, FleetJob j) =>
        r.FindingChanges.Where(c => c.Trend != FindingTrend.Gone && c.Job == j.Name && c.Owner == j.Owner);
}
