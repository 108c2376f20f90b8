using System.Text;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Cli.Files;
using Rightsizer.Reports.Brief;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Sizing;
using Rightsizer.Reports.Emit;
using Rightsizer.Reports.Sizing;
using Rightsizer.Reports.Text;

namespace Rightsizer.Cli.Sizing;

/// <summary>Writes a sizing or a study in the format that was asked for.</summary>
static class SizeOutput
{
    /// <param name="result">The sizing.</param>
    /// <param name="request">In which form.</param>
    /// <param name="context">Where to.</param>
    /// <param name="asFile">The best option as a file with the command that writes it, for the page.</param>
    public static void Write(SizingResult result, SizeCommandRequest request, CliContext context, Func<(EmittedFile, string)?> asFile)
    {
        var links = Charts(() => SizeCharts.All(result), request, context);
        To(request, context, (format, stream) =>
        {
            if (format == ReportFormat.Json) SizeJson.Write(stream, result);
            else Text(stream, output =>
            {
                if (format == ReportFormat.Html) SizeHtml.Write(result, output, asFile());
                else if (format == ReportFormat.Markdown)
                {
                    SizeMarkdown.Write(result, output);
                    output.Write(links);
                }
                else if (format == SizeCommandRequest.Csv) SizeCsv.Write(result, output);
                else if (format == ReportFormat.Brief) output.Write(SizeBrief.Compose(result));
                else
                {
                    var report = new SizeText(Width(request, context), request.All);
                    Page(request.Ledger is { } rank ? report.Ledger(result, rank) : report.Compose(result), output, request, context);
                }
            });
        });
    }

    public static void Write(StudyResult result, SizeCommandRequest request, CliContext context)
    {
        var links = Charts(() => StudyCharts.All(result), request, context);
        To(request, context, (format, stream) =>
        {
            if (format == ReportFormat.Json) SizeJson.Write(stream, result);
            else Text(stream, output =>
            {
                if (format == ReportFormat.Html) StudyHtml.Write(result, output);
                else if (format == ReportFormat.Markdown)
                {
                    StudyMarkdown.Write(result, output);
                    output.Write(links);
                }
                else if (format == SizeCommandRequest.Csv) StudyCsv.Write(result, output);
                else if (format == ReportFormat.Brief) output.Write(SizeBrief.Compose(result));
                else Page(new StudyText(Width(request, context), request.All).Compose(result), output, request, context);
            });
        });
    }

    /// <summary>A file that is written down as it is.</summary>
    public static void Write(string text, SizeCommandRequest request, CliContext context) =>
        To(request, context, (_, stream) => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>The charts as files; what a Markdown report says of them.</summary>
    static string Charts(Func<IReadOnlyList<ChartModel>> make, SizeCommandRequest request, CliContext context) =>
        ChartFile.Markdown(ChartFolder.Write(request.Charts, make, context), request.OutputFile);

    static void To(SizeCommandRequest request, CliContext context, Action<string, Stream> write)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (request.OutputFile is not { } path)
        {
            write(request.Format, context.Output);
            return;
        }
        using var file = OutputFile.Create(path, context);
        write(request.Format, file.Stream);
        context.Cancellation.ThrowIfCancellationRequested();
        file.Commit();
    }

    static void Text(Stream stream, Action<StreamWriter> write)
    {
        using var output = new StreamWriter(
            stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
        { NewLine = "\n" };
        write(output);
    }

    static void Page(TextPage page, StreamWriter output, SizeCommandRequest request, CliContext context)
    {
        if (ToTerminal(request, context) && request.Color) TerminalPainter.Paint(page, output);
        else page.WriteTo(output);
    }

    static int Width(SizeCommandRequest request, CliContext context) =>
        ToTerminal(request, context) ? context.OutputWidth : CliContext.TextWidth;

    static bool ToTerminal(SizeCommandRequest request, CliContext context) => context.OutputIsTerminal && request.OutputFile is null;
}
