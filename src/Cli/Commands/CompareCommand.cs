using System.CommandLine;
using System.Globalization;
using System.Text;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Cli.Files;
using Rightsizer.Cli.Settings;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Brief;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Compare;
using Rightsizer.Reports.Compare;
using Rightsizer.Reports.Redacting;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer compare A B</c>: what changed between two runs of the same work, and what each change did.</summary>
static class CompareCommand
{
    static readonly string[] Formats = [ReportFormat.Text, ReportFormat.Json, ReportFormat.Markdown, ReportFormat.Html, ReportFormat.Brief];

    static readonly Argument<string> Before = new("A") { Description = "Event log of the earlier run, in any form that diagnose accepts." };
    static readonly Argument<string> After = new("B") { Description = "Event log of the later run." };
    static readonly Option<string?> Format = Values.OneOf(
        "--format", "Report format. Default: from the extension of the --output file, else text.", Formats);
    static readonly Option<string?> Output = new(
        "--output", "-o")
    { HelpName = "FILE", Description = "Write the report to FILE (never partially written). Default, or \"-\": standard output." };
    static readonly Option<string?> ClusterBefore = new(
        "--cluster-a")
    {
        HelpName = "FILE",
        Description = "The cluster that ran A: JSON output of aws emr describe-cluster, list-instances or get-job-run."
    };
    static readonly Option<string?> ClusterAfter = new("--cluster-b") { HelpName = "FILE", Description = "The same for B." };
    static readonly Option<decimal?> MaxRegressionPct = new("--max-regression-pct")
    {
        HelpName = "PERCENT",
        Description = "Exit with code 10 if the later run takes or costs more than this many percent more.",
        CustomParser = result =>
        {
            if (decimal.TryParse(result.Tokens[^1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v))
                return v;
            result.AddError($"--max-regression-pct {result.Tokens[^1].Value}: must be 0 or more, such as 10");
            return null;
        },
    };
    static readonly Option<bool> Redact = new(
        "--redact")
    { Description = "Replace names, hosts, paths, SQL and error texts from the log by stable pseudonyms; only known words stay." };

    public static Command Create(CliContext context)
    {
        var command = new Command(
            "compare", "Compares two runs of the same job: what changed, and what each change did to time and cost.")
        {
            Before, After, Format, Output, ClusterBefore, ClusterAfter, MaxRegressionPct, Redact, ChartsOption.Folder, ColorOption.None,
        };
        foreach (var option in PriceOptions.OfMany.Concat(SourceOptions.All)) command.Add(option);
        command.SetAction(parsed => Run(parsed, context));
        return command;
    }

    static int Run(ParseResult parsed, CliContext context)
    {
        string a = parsed.GetRequiredValue(Before), b = parsed.GetRequiredValue(After);
        if (a == "-" && b == "-")
            throw new RightsizerException(ExitCode.BadArguments, "compare - -: standard input holds one log; give the other as a file");
        var output = parsed.GetValue(Output);
        var format = ReportFormat.Choose(parsed.GetValue(Format), output);
        if (!Formats.Contains(format)) format = ReportFormat.Text;
        var file = output is "-" ? null : output;
        var folder = ChartsOption.Read(parsed);
        context = context with { Outputs = OutputPlaces.Check([("--output", file)], [("--charts", folder)]) };
        var comparison = Compare(parsed, a, b, context);
        var charts = ChartFolder.Write(folder, () => CompareCharts.All(comparison), context);
        Write(comparison, ChartFile.Markdown(charts, file), format, file, ColorOption.Allows(parsed), context);
        Gate(comparison, parsed.GetValue(MaxRegressionPct));
        return (int)ExitCode.Ok;
    }

    static RunComparison Compare(ParseResult parsed, string a, string b, CliContext context)
    {
        var source = SourceOptions.Read(parsed);
        var pricing = PriceOptions.Read(parsed, context);
        PriceContext pricingOfA = pricing with { Cluster = CostInputs.Cluster(parsed.GetValue(ClusterBefore), "--cluster-a") },
            pricingOfB = pricing with { Cluster = CostInputs.Cluster(parsed.GetValue(ClusterAfter), "--cluster-b") };
        using var progress = new ProgressDisplay(context.Error, context.ErrorIsTerminal, context.ProgressAfter);
        AnalysisResult before = Analyze(a, pricingOfA), after = Analyze(b, pricingOfB);
        return RunComparer.Compare(before, after);

        AnalysisResult Analyze(string location, PriceContext priced)
        {
            var (attempts, cluster) = LogSources.FindWithCluster(location, source, context);
            var run = ApplicationRunLoader.Load(
                attempts[^1], ReaderSettings.Create(readAccumulables: false, redact: parsed.GetValue(Redact)), progress,
                context.Cancellation);
            var result = ApplicationAnalyzer.Analyze(
                run, new AnalysisOptions { Pricing = priced.OrCluster(cluster), Detectors = ProjectFile.Find(parsed).Detectors }, progress,
                context.Cancellation) with
            { OtherAttempts = [.. attempts.SkipLast(1).Select(x => x.Location)] };
            CostInputs.TellUnused(result.Cost.ClusterNotUsed, context);
            return parsed.GetValue(Redact) ? ResultRedactor.HidePlaces(result) : result;
        }
    }

    static void Write(
        RunComparison comparison, string chartLinks, string format, string? path, bool color, CliContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (path is null)
        {
            Write(comparison, chartLinks, format, context.Output, context.OutputIsTerminal, color, context);
            return;
        }
        using var file = OutputFile.Create(path, context);
        Write(comparison, chartLinks, format, file.Stream, false, color, context);
        context.Cancellation.ThrowIfCancellationRequested();
        file.Commit();
    }

    static void Write(
        RunComparison comparison, string chartLinks, string format, Stream stream, bool toTerminal, bool color, CliContext context)
    {
        if (format == ReportFormat.Json)
        {
            CompareJson.Write(stream, comparison);
            return;
        }
        using var output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        if (format == ReportFormat.Html) CompareHtml.Write(comparison, output);
        else if (format == ReportFormat.Markdown)
        {
            CompareMarkdown.Write(comparison, output);
            output.Write(chartLinks);
        }
        else if (format == ReportFormat.Brief) output.Write(CompareBrief.Compose(comparison));
        else
        {
            var page = CompareText.Compose(comparison, toTerminal ? context.OutputWidth : CliContext.TextWidth);
            if (toTerminal && color) TerminalPainter.Paint(page, output);
            else page.WriteTo(output);
        }
    }

    /// <summary>Worse in time, or in cost where both runs have a price.</summary>
    static void Gate(RunComparison c, decimal? mostPct)
    {
        if (mostPct is not { } most) return;
        if (c.DifferenceMs is not { } ms || c.BeforeMs is not > 0)
            throw new RightsizerException(
                ExitCode.GateMissed, FormattableString.Invariant($"--max-regression-pct {most}: a log has no times to compare"));
        var worse = new List<string>();
        if (100m * ms / c.BeforeMs.Value > most)
            worse.Add(FormattableString.Invariant($"time rose by {100m * ms / c.BeforeMs.Value:0.#} %"));
        if (c.DifferenceUsd is { } usd && c.BeforeUsd is > 0 and var before && 100 * usd / before > most)
            worse.Add(FormattableString.Invariant($"cost rose by {100 * usd / before:0.#} %"));
        if (worse.Count > 0)
            throw new RightsizerException(
                ExitCode.GateMissed, FormattableString.Invariant($"--max-regression-pct {most}: {string.Join(", ", worse)}"));
    }
}
