using System.Runtime.CompilerServices;
using Rightsizer.Charts;
using Rightsizer.Cli.Files;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli;

/// <summary>Writes charts as files: SVG always, PNG where SkiaSharp's native library can be loaded.</summary>
static class ChartFolder
{
    /// <summary>The files that a report refers to, in the order of the charts; empty where none were asked for.</summary>
    /// <param name="folder">Made where it is missing; null where no charts were asked for.</param>
    /// <param name="charts">Makes the charts, if they were asked for.</param>
    /// <param name="context">Where notes go.</param>
    public static IReadOnlyList<ChartFile> Write(string? folder, Func<IReadOnlyList<ChartModel>> charts, CliContext context)
    {
        if (folder is null) return [];
        var files = new List<ChartFile>();
        string? noPng = null;
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var chart in charts())
            {
                context.Cancellation.ThrowIfCancellationRequested();
                var svg = chart.Id + ".svg";
                Put(folder, svg, context, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(SvgChart.Document(chart))));
                var png = chart.Id + ".png";
                noPng ??= PutPng(folder, png, chart, context);
                files.Add(new ChartFile(Path.Combine(folder, noPng is null ? png : svg), chart.Title));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputFile.CannotWrite(folder, e.Message, "--charts a folder", e);
        }
        if (files.Count == 0) context.Error.WriteLine($"--charts {PlainText.OneLine(folder)}: there is nothing to draw");
        if (noPng is not null) context.Error.WriteLine($"--charts {PlainText.OneLine(folder)}: only SVG files were written. {noPng}");
        return files;
    }

    /// <summary>Null, or why there can be no PNG files.</summary>
    static string? PutPng(string folder, string name, ChartModel chart, CliContext context)
    {
        try
        {
            Put(folder, name, context, stream => Draw(chart, stream));
            return null;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or BadImageFormatException
            or EntryPointNotFoundException or FileNotFoundException)
        {
            return "PNG files need SkiaSharp's library (libSkiaSharp) in the folder of this program.";
        }
    }

    /// <summary>Apart, so that the assembly is loaded only here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Draw(ChartModel chart, Stream stream) => PngChart.Write(chart, stream);

    static void Put(string folder, string name, CliContext context, Action<Stream> write)
    {
        using var file = OutputFile.CreateIn(folder, name, context, "--charts a folder");
        write(file.Stream);
        file.Commit();
    }
}
