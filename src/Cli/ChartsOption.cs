using System.CommandLine;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli;

/// <summary><c>--charts DIR</c>: one option for all commands that have charts.</summary>
static class ChartsOption
{
    public static readonly Option<string?> Folder = new("--charts")
    {
        HelpName = "DIR",
        Description = "Also write each chart to DIR, as SVG and as PNG of 1600 x 900 pixels. A Markdown report refers to them.",
    };

    /// <summary>Null where no charts are asked for.</summary>
    /// <exception cref="RightsizerException">It is a file: said before minutes of reading.</exception>
    public static string? Read(ParseResult parsed)
    {
        var folder = parsed.GetValue(Folder);
        return folder is null || !File.Exists(folder) ? folder
            : throw new RightsizerException(ExitCode.BadArguments, $"--charts {folder}: is a file; give a folder");
    }
}
