using Rightsizer.Reports.Markdown;

namespace Rightsizer.Reports.Charts;

/// <summary>A chart that was written to a file.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Title">What it shows.</param>
public sealed record ChartFile(string Path, string Title)
{
    /// <summary>The charts of a report in Markdown; empty where there are none.</summary>
    /// <param name="files">The charts.</param>
    /// <param name="reportFolder">Folder of the report, from which they are referred to; null for the current one.</param>
    public static string Markdown(IReadOnlyList<ChartFile> files, string? reportFolder)
    {
        if (files.Count == 0) return "";
        var from = System.IO.Path.GetFullPath(reportFolder ?? ".");
        return "\n## Charts\n" + string.Concat(files.Select(f => $"\n![{MarkdownText.Escape(f.Title)}]({Link(f)})\n"));

        string Link(ChartFile f) => System.IO.Path.GetRelativePath(from, System.IO.Path.GetFullPath(f.Path)).Replace('\\', '/')
            .Replace(" ", "%20", StringComparison.Ordinal);
    }
}
