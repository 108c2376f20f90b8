using Rightsizer.Analyzer;

namespace Rightsizer.Reports;

/// <summary>Turns a result into one format. Writers only format: no limits, no decisions.</summary>
public interface IReportWriter
{
    void Write(AnalysisResult result, TextWriter output);
}
