using Rightsizer.Reports.Markdown;

namespace Rightsizer.Reports.Charts;

/// <summary>A chart that was written to a file.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Title">What it shows.</param>
public sealed record ChartFile(string Path, string Title)
{
    /// <summary>The charts of a report in Markdown; empty where there are none.</summary>
    /// <param name="files">The charts.</param>
    /// <param name="reportFile">The report, from whose folder they are referred to; null where it has no file: the current folder.</param>
    public static string Markdown(IReadOnlyList<ChartFile> files, string? reportFile)
    {
        if (files.Count == 0) return "";
        var from = reportFile is null ? System.IO.Path.GetFullPath(".")
            : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(reportFile))!;
        return "\n## Charts\n" + string.Concat(files.Select(f => $"\n![{MarkdownText.Escape(f.Title)}]({Link(f)})\n"));

        string Link(ChartFile f) => string.Join('/', System.IO.Path.GetRelativePath(from, System.IO.Path.GetFullPath(f.Path))
            .Split(System.IO.Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
    }
}
