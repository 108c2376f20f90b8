using Rightsizer.EventLogParser;

namespace Rightsizer.Cli;

/// <summary>The formats of <c>diagnose</c>, by the words of <c>--format</c>.</summary>
static class ReportFormat
{
    public const string Text = "text", Json = "json", Markdown = "md", Html = "html", Sarif = "sarif", JUnit = "junit", Brief = "brief";

    public static readonly string[] All = [Text, Json, Markdown, Html, Sarif, JUnit, Brief];

    /// <summary>What was asked for; else what the output file's ending says; else text.</summary>
    public static string Choose(string? asked, string? outputFile) => asked ?? Path.GetExtension(outputFile)?.ToLowerInvariant() switch
    {
        ".html" or ".htm" => Html,
        ".md" => Markdown,
        ".json" => Json,
        ".sarif" => Sarif,
        ".pdf" or ".docx" or ".xlsx" or ".png" or ".jpg" or ".svg" or ".zip" => throw new RightsizerException(ExitCode.BadArguments,
            $"cannot write {outputFile}: no report has that format; give --output a file that ends in .html, .md, .json or .txt"),
        _ => Text,
    };
}
