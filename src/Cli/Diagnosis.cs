using System.Text;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Cli.Files;
using Rightsizer.Cli.Fleet;
using Rightsizer.EventLogParser;
using Rightsizer.Reports;
using Rightsizer.Reports.Brief;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Run;
using Rightsizer.Reports.Emit;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Html;
using Rightsizer.Reports.JUnit;
using Rightsizer.Reports.Json;
using Rightsizer.Reports.Markdown;
using Rightsizer.Reports.Redacting;
using Rightsizer.Reports.Sarif;
using Rightsizer.Reports.Text;

namespace Rightsizer.Cli;

/// <summary>Reads, analyses, writes: what <c>diagnose</c> does once its arguments are checked.</summary>
static class Diagnosis
{
    public static int Run(DiagnosisRequest request, CliContext context)
    {
        context = context with { Outputs = OutputPlaces.Check([("--output", request.OutputFile)], [("--charts", request.Charts)]) };
        AnalysisResult result;
        using (var progress = new ProgressDisplay(context.Error, context.ErrorIsTerminal, context.ProgressAfter))
        {
            result = Analyze(request, context, progress);
        }
        if (request.RequirePrices) RequirePrices(result.Cost);
        var history = RunHistory.Lines(result, request, context);
        if (request.Redact) result = ResultRedactor.HidePlaces(result);
        var charts = ChartFolder.Write(request.Charts, () => RunCharts.All(result), context);
        Write(result, history, charts, request, context);
        return (int)Gate(result, request);
    }

    static AnalysisResult Analyze(DiagnosisRequest request, CliContext context, ProgressDisplay progress)
    {
        var (attempts, cluster) = LogSources.FindWithCluster(request.Log, request.Source, context);
        var log = AttemptChoice.Pick(attempts, request.Attempt);
        // a fault of the book is told when it is asked for prices
        _ = Task.Run(request.Analysis.Pricing.Book.ReadAhead, CancellationToken.None);
        var run = ApplicationRunLoader.Load(
            log, ReaderSettings.Create(readAccumulables: request.Format == ReportFormat.Json, redact: request.Redact), progress,
            context.Cancellation);
        var options = request.Analysis with { Pricing = request.Analysis.Pricing.OrCluster(cluster) };
        var result = ApplicationAnalyzer.Analyze(run, options, progress, context.Cancellation);
        CostInputs.TellUnused(result.Cost.ClusterNotUsed, context);
        return result with { OtherAttempts = [.. attempts.Where(a => a != log).Select(a => a.Location)] };
    }

    static void RequirePrices(CostReport cost)
    {
        // what the run would cost elsewhere is not needed to know what it cost
        var missing = (cost.Actual?.Lines ?? []).Where(l => l.AmountUsd is null).Select(l => l.Name).Distinct().ToList();
        if (cost.Actual is null) missing.Insert(0, "this run" + (cost.ActualMissing is { } why ? $" ({why})" : ""));
        if (missing.Count > 0)
            throw new RightsizerException(ExitCode.PriceMissing, $"--require-prices: no price for {string.Join(", ", missing)}");
    }

    static void Write(
        AnalysisResult result, IReadOnlyList<string> history, IReadOnlyList<ChartFile> charts, DiagnosisRequest request,
        CliContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (request.OutputFile is not { } path)
        {
            Write(result, history, charts, request, context, context.Output);
            return;
        }
        using var file = OutputFile.Create(path, context);
        Write(result, history, charts, request, context, file.Stream);
        context.Cancellation.ThrowIfCancellationRequested();
        file.Commit();
    }

    static void Write(
        AnalysisResult result, IReadOnlyList<string> history, IReadOnlyList<ChartFile> charts, DiagnosisRequest request,
        CliContext context, Stream stream)
    {
        if (request.EmitConf || request.Against is not null)
        {
            using var text = new StreamWriter(
                stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
            { NewLine = "\n" };
            if (request.Against is { } against) SettingsCheck.Write(result, ReadSettings(against), text);
            else SettingsConf.Write(result, text);
            return;
        }
        if (request.Format == ReportFormat.Json)
        {
            JsonReport.Write(stream, result);
            return;
        }
        using var output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        if (request.Format == ReportFormat.Text)
        {
            var toTerminal = context.OutputIsTerminal && request.OutputFile is null;
            if (history.Count > 0)
            {
                var first = new TextPage(toTerminal ? context.OutputWidth : CliContext.TextWidth);
                first.Paragraph(history[0], 0, "", TextStyle.Heading);
                foreach (var line in history.Skip(1)) first.Paragraph(line, 2, "- ");
                first.Blank();
                if (toTerminal && request.Color) TerminalPainter.Paint(first, output);
                else first.WriteTo(output);
            }
            var page = new TextReport(toTerminal ? context.OutputWidth : CliContext.TextWidth, request.Verbose).Compose(result);
            if (toTerminal && request.Color) TerminalPainter.Paint(page, output);
            else page.WriteTo(output);
            return;
        }
        if (history.Count > 0) output.Write(UnlikeText.Markdown(history));
        Writer(request).Write(result, output);
        if (request.Format == ReportFormat.Markdown) output.Write(ChartFile.Markdown(charts, request.OutputFile));
    }

    static IReadOnlyDictionary<string, string> ReadSettings(string path)
    {
        var text = ReadFile(path);
        var settings = SettingsFile.Read(text);
        if (settings.Count == 0 && text.Split('\n').Any(l => l.Trim() is { Length: > 0 } line && !line.StartsWith('#')))
        {
            throw new RightsizerException(ExitCode.BadArguments, $"--against {path}: no Spark setting in it; it must be a "
                + "spark-defaults.conf, a spark-submit command or what --emit conf wrote");
        }
        return settings;
    }

    static string ReadFile(string path)
    {
        if (Directory.Exists(path)) throw new RightsizerException(ExitCode.InputUnreadable, $"--against {path}: a folder, not a file");
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"--against {path}: {e.Message}");
        }
    }

    static IReportWriter Writer(DiagnosisRequest request) => request.Format switch
    {
        ReportFormat.Html => new HtmlReport(),
        ReportFormat.Sarif => new SarifReport(),
        ReportFormat.Brief => new DiagnoseBrief(),
        ReportFormat.JUnit => request.FailOn is { } limit ? new JUnitReport(limit) : new JUnitReport(),
        _ => new MarkdownReport(),
    };

    static ExitCode Gate(AnalysisResult result, DiagnosisRequest request)
    {
        if (request.BudgetUsd is { } budget) Within(budget, result.Cost);
        if (request.FailOn is not { } limit) return ExitCode.Ok;
        var severe = result.Findings.Where(f => f.Severity >= limit).ToList();
        if (severe.Count == 0) return ExitCode.Ok;
        throw new RightsizerException(ExitCode.GateMissed,
            $"--fail-on {limit.ToString().ToLowerInvariant()}: "
                + $"{string.Join(", ", severe.Select(f => $"{f.Kind} ({f.Severity.ToString().ToLowerInvariant()})"))}");
    }

    static void Within(decimal budgetUsd, CostReport cost)
    {
        if (cost.Actual?.TotalUsd is not { } total)
            throw new RightsizerException(ExitCode.GateMissed,
                FormattableString.Invariant(
                $"--budget-usd {budgetUsd}: this run has no price, so it cannot be shown to be within it (--usd-per-hour gives one)"));
        if (total > budgetUsd)
            throw new RightsizerException(
                ExitCode.GateMissed, FormattableString.Invariant($"--budget-usd {budgetUsd}: this run cost {total:0.00##} USD"));
    }
}
