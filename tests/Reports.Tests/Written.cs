using Rightsizer.Analyzer;

namespace Rightsizer.Reports.Tests;

static class Written
{
    public static string By(IReportWriter writer, AnalysisResult result)
    {
        using var output = new StringWriter();
        writer.Write(result, output);
        return output.ToString();
    }
}
