using System.Globalization;
using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Aws.ByIds;
using Rightsizer.Aws.S3;
using Rightsizer.Aws.State;
using Rightsizer.Cli.Files;
using Rightsizer.Cli.Site;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Brief;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Fleet;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html.Fleet;
using Rightsizer.Reports.JUnit;
using Rightsizer.Reports.Redacting;
using Rightsizer.Reports.Sarif;

namespace Rightsizer.Cli.Fleet;

/// <summary>Reads, sums up, writes: what <c>report</c> does once its arguments are checked.</summary>
static class FleetReporting
{
    const int ThreadsForWaiting = 32;

    public static int Run(FleetRequest request, CliContext context)
    {
        context = context with
        {
            Outputs = OutputPlaces.Check([("--output", request.OutputFile), ("--notify", request.Notify)],
                [("--charts", request.Charts), ("--state", request.State), ("--site", request.Site)]),
        };
        var made = Read(request, context);
        var report = made.Report with { BudgetUsd = request.BudgetUsd };
        var shown = request.Redact ? FleetRedactor.Redact(report) : report;
        var charts = ChartFolder.Write(request.Charts, () => FleetCharts.All(shown), context);
        Write(shown, ChartFile.Markdown(charts, request.OutputFile), request, context);
        if (request.Site is { } site) WriteSite(site, made, request, context);
        if (request.Notify is { } place) ReportNotice.Send(shown, place, context);
        if (request.BudgetUsd is { } budget) Within(budget, report);
        if (report.OverBudget.Count > 0)
            throw new RightsizerException(ExitCode.GateMissed, $"{report.OverBudget.Count} over the budgets of the rules: "
                + string.Join("; ", report.OverBudget.Take(5).Select(FindingWords.OverBudget)));
        if (request.FailOn is { } limit) NothingNew(limit, report);
        return (int)ExitCode.Ok;
    }

    /// <summary>Reads and sums up.</summary>
    /// <exception cref="RightsizerException">There is no log, or none that could be read.</exception>
    public static FleetReport Make(FleetRequest request, CliContext context) => Read(request, context).Report;

    static Made Read(FleetRequest request, CliContext context)
    {
        request = WithJobs(request, context);
        // waits for a store hold threads, and the pool makes new ones slowly
        if (request.Sources.Append(request.State ?? "").Append(request.Site ?? "").Any(s => S3LogStore.Takes(s) || JobLogs.Takes(s)))
            ThreadPool.SetMinThreads(ThreadsForWaiting, ThreadsForWaiting);
        var state = request.State is { } place ? FleetState.Load(Store(place, request.Source, context)) : null;
        var reader = new FleetReader(request, state, context);
        IReadOnlyList<RunSummary> summaries;
        using (var progress = new FleetProgress(context.Error, context.ErrorIsTerminal, context.ProgressAfter))
            summaries = reader.ReadAll(progress);
        if (summaries.Count == 0 && reader.TooOld == 0)
            throw new RightsizerException(ExitCode.NotAnEventLog, $"{string.Join(", ", request.Sources)}: no Spark event log in it");
        if (summaries.Count > 0 && summaries.All(s => s.Outcome == RunOutcome.Unreadable))
            throw new RightsizerException(ExitCode.NotAnEventLog,
                FormattableString.Invariant($"none of {summaries.Count} logs could be read; the first: {summaries[0].Reason}"));
        var report = FleetAnalyzer.Analyze(summaries, request.Options with
        {
            Read = reader.Read,
            TooOld = reader.TooOld,
            Notes = StateNotes.List(state),
            Advice = state?.Advice.Records ?? [],
            Moves = state?.Moves.Records ?? [],
        });
        if (state is not null) Keep(state, report, context);
        return new Made(report, summaries, state);
    }

    /// <summary>With the logs of sources that are ids of AWS, and with the clusters and job runs that ran them.</summary>
    static FleetRequest WithJobs(FleetRequest request, CliContext context)
    {
        var period = new JobPeriod(request.Options.BeforeSince, request.Options.UntilExcl);
        var jobs = request.Sources.Where(JobLogs.Takes).SelectMany(s => LogSources.Jobs(s, period, request.Source, context)).ToList();
        return jobs.Count == 0 ? request : request with
        {
            OfJobs = [.. jobs.SelectMany(j => j.Logs)],
            Options = request.Options with
            {
                ClusterFiles = [.. request.Options.ClusterFiles, .. jobs.Select(j => j.Cluster).OfType<ClusterFile>()],
            },
        };
    }

    /// <summary>The site has all runs that are known, whatever the report's period.</summary>
    static void WriteSite(string place, Made made, FleetRequest request, CliContext context)
    {
        var state = made.State!;
        var site = SiteBuilder.Build(made.Summaries, request.Options with { Advice = state.Advice.Records, Moves = state.Moves.Records });
        if (site.Weeks.Count == 0) return;
        var remote = S3LogStore.Takes(place);
        ISitePlace pages = remote ? new S3Site(new S3Pages(place, LogSources.S3OptionsOf(request.Source, context)))
            : new FolderSite(place, context.Files);
        var (count, written) = new SiteWriter(
            pages, state.Details, request.Redact, remote ? ThreadsForWaiting : Environment.ProcessorCount, context.Cancellation)
            .Write(site);
        context.Error.WriteLine(
            $"{PlainText.OneLine(place)}: {Quantity.Plural(count, "page")}, {Quantity.Count(written)} of them new or changed");
    }

    /// <summary>A report with what it was made from.</summary>
    sealed record Made(FleetReport Report, IReadOnlyList<RunSummary> Summaries, FleetState? State);

    /// <summary>The report is worth more than its memory: a state that cannot be written to costs a line, not the report.</summary>
    static void Keep(FleetState state, FleetReport report, CliContext context)
    {
        if (report.GivenNow.Count == 0) return;
        try
        {
            state.Advice.Append(report.GivenNow[0].GivenOn, report.GivenNow);
        }
        catch (RightsizerException e)
        {
            context.Error.WriteLine($"the advice of this report is not kept: {PlainText.OneLine(e.Message)}");
        }
    }

    static void NothingNew(Severity limit, FleetReport report)
    {
        var word = limit.ToString().ToLowerInvariant();
        if (report.Change is null)
            throw new RightsizerException(ExitCode.GateMissed,
                $"--fail-on {word}: no run of the time before is known, so no finding can be called new or old");
        var found = report.FindingChanges.Where(f => f.Trend != FindingTrend.Gone && f.Severity >= limit).ToList();
        if (found.Count > 0)
            throw new RightsizerException(ExitCode.GateMissed, $"--fail-on {word}: {found.Count} new or worse: "
                + string.Join("; ", found.Take(5).Select(FindingWords.Change)));
    }

    static void Within(decimal budgetUsd, FleetReport report)
    {
        if (report.Total.Usd is not { } total || report.Prices.UnpricedRuns > 0 && total <= budgetUsd)
            throw new RightsizerException(ExitCode.GateMissed,
                string.Create(CultureInfo.InvariantCulture,
                $"--budget-usd {budgetUsd}: {report.Prices.UnpricedRuns} runs have no price, so the total cannot be shown to be within "
                + $"it (--usd-per-hour gives one)"));
        if (total > budgetUsd)
            throw new RightsizerException(
                ExitCode.GateMissed, FormattableString.Invariant($"--budget-usd {budgetUsd}: these runs cost {total:0.00##} USD"));
    }

    internal static IStateStore Store(string place, SourceOptions source, CliContext context) =>
        S3LogStore.Takes(place) ? new S3StateStore(place, LogSources.S3OptionsOf(source, context))
            : new FolderStateStore(place, context.Files);

    static void Write(FleetReport report, string chartLinks, FleetRequest request, CliContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (request.OutputFile is not { } path)
        {
            Write(report, chartLinks, request, context, context.Output);
            return;
        }
        using var file = OutputFile.Create(path, context);
        Write(report, chartLinks, request, context, file.Stream);
        context.Cancellation.ThrowIfCancellationRequested();
        file.Commit();
    }

    static void Write(FleetReport report, string chartLinks, FleetRequest request, CliContext context, Stream stream)
    {
        if (request.Format == ReportFormat.Json)
        {
            FleetJson.Write(stream, report);
            return;
        }
        using var output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        switch (request.Format)
        {
            case ReportFormat.Sarif: FleetSarif.Write(report, output); break;
            case ReportFormat.JUnit: FleetJUnit.Write(report, request.FailOn ?? Severity.Warning, output); break;
            case FleetFormat.Csv: FleetCsv.Write(report, output); break;
            case ReportFormat.Html: FleetHtml.Write(report, output); break;
            case ReportFormat.Brief: output.Write(FleetBrief.Compose(report)); break;
            case ReportFormat.Markdown:
                FleetMarkdown.Write(report, output);
                output.Write(chartLinks);
                break;
            default:
                var toTerminal = context.OutputIsTerminal && request.OutputFile is null;
                var page = FleetText.Compose(report, toTerminal ? context.OutputWidth : CliContext.TextWidth, request.All);
                if (toTerminal && request.Color) TerminalPainter.Paint(page, output);
                else page.WriteTo(output);
                break;
        }
    }
}

/// <summary>The formats of <c>report</c>.</summary>
static class FleetFormat
{
    public const string Csv = "csv";

    public static readonly string[] All = [ReportFormat.Text, ReportFormat.Markdown, ReportFormat.Html, Csv, ReportFormat.Json,
        ReportFormat.Sarif, ReportFormat.JUnit, ReportFormat.Brief];

    public static string Choose(string? asked, string? outputFile) =>
        asked ?? (Path.GetExtension(outputFile)?.ToLowerInvariant() == ".csv" ? Csv : ReportFormat.Choose(null, outputFile));
}
