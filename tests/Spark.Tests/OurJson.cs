using System.Text.Json;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Json;

namespace Rightsizer.Spark.Tests;

/// <summary>The document that <c>diagnose --format json</c> writes of a log.</summary>
static class OurJson
{
    public static JsonDocument Of(string path)
    {
        using var stream = new MemoryStream();
        JsonReport.Write(stream, ResultOf(path));
        return JsonDocument.Parse(stream.ToArray());
    }

    /// <summary>The text of every section but <c>log</c>, which alone may show how a log is stored.</summary>
    public static IReadOnlyDictionary<string, string> SectionsOf(string path)
    {
        using var document = Of(path);
        return document.RootElement.EnumerateObject().Where(p => p.Name != "log").ToDictionary(p => p.Name, p => p.Value.GetRawText());
    }

    static AnalysisResult ResultOf(string path) =>
        ApplicationAnalyzer.Analyze(ApplicationRunLoader.Load(EventLogLocator.Find(path)[^1]), new AnalysisOptions());
}
