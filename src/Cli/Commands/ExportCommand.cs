using System.CommandLine;
using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Export;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Cli.Exporting;
using Rightsizer.Cli.Fleet;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Export;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer export --state DIR --output DIR</c>: the state of <c>report</c> as tables for SQL.</summary>
static class ExportCommand
{
    const string Parquet = "parquet", Csv = "csv", JsonLines = "jsonl";

    static readonly Option<string> State = new("--state")
    {
        HelpName = "DIR|s3://",
        Description = "The state of report: the summary and the details of each run.",
        Required = true,
    };
    static readonly Option<string> Output = new("--output", "-o")
    {
        HelpName = "DIR",
        Description = "Folder for the tables (never partially written). An earlier export there is replaced.",
        Required = true,
    };
    static readonly Option<string?> Format = Values.OneOf("--format", "File format. Default: parquet.", [Parquet, Csv, JsonLines]);

    public static Command Create(CliContext context)
    {
        var command = new Command("export",
            "Exports the state of report as tables for SQL: runs, stages, findings, waste, costs and advice.")
        {
            State, Output, Format, ReportCommand.Since, ReportCommand.Until, ReportCommand.Rules,
        };
        foreach (var option in PriceOptions.OfMany.Concat(SourceOptions.All)) command.Add(option);
        command.SetAction(parsed => Run(parsed, context));
        return command;
    }

    static int Run(ParseResult parsed, CliContext context)
    {
        var folder = parsed.GetRequiredValue(Output);
        var format = parsed.GetValue(Format) ?? Parquet;
        ExportFolder.Check(folder);
        var place = ReportCommand.StatePlace(parsed.GetRequiredValue(State))!;
        var rules = ReportCommand.RulesOf(parsed);
        var state = FleetState.Load(FleetReporting.Store(place, SourceOptions.Read(parsed), context));
        var summaries = state.Newest(PricingOf(parsed, state, place, context));
        foreach (var note in StateNotes.List(state)) context.Error.WriteLine(PlainText.OneLine(note));
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        var lastDay = "";
        using var export = ExportFolder.Create(folder, context.Files);
        foreach (var part in FleetExport.Build(summaries, state.Details, state.Advice.Records, rules, parsed.GetValue(ReportCommand.Since),
            parsed.GetValue(ReportCommand.Until)))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Add(part);
            lastDay = part.Day;
            rows[part.Table.Name] = rows.GetValueOrDefault(part.Table.Name) + part.Rows.Count;
        }
        if (rows.Count == 0)
            throw new RightsizerException(ExitCode.NotAnEventLog, $"{place}: no run in the state in that time; fill it with "
                + $"rightsizer report SOURCE --state {place}");
        // a view over a table needs a file of it
        foreach (var table in FleetExport.Tables.Where(t => !rows.ContainsKey(t.Name))) Add(new ExportPart(table, lastDay, []));
        export.Add(ExportFolder.SchemaFile, stream => stream.Write(ExportSchema.Json(format, rows)));
        export.Commit();
        context.Error.WriteLine($"{PlainText.OneLine(folder)}: " + string.Join(", ", FleetExport.Tables.Where(t => rows.ContainsKey(t.Name))
            .Select(t => $"{Quantity.Count(rows[t.Name])} {t.Name}")) + $" as {format}. Views for SQL are in deploy/sql.");
        return (int)ExitCode.Ok;

        void Add(ExportPart part) =>
            export.Add($"{part.Table.Name}/day={part.Day}/{ExportFolder.PartPrefix}0.{format}", stream => Write(part, format, stream));
    }

    /// <summary>The only prices of the state, else those of the options.</summary>
    static string PricingOf(ParseResult parsed, FleetState state, string place, CliContext context)
    {
        if (state.Pricings is [var only]) return only;
        var asked = PriceOptions.Fingerprint(parsed, PriceOptions.Read(parsed, context));
        return state.Pricings.Count == 0 || state.Pricings.Contains(asked) ? asked
            : throw new RightsizerException(ExitCode.BadArguments, string.Create(CultureInfo.InvariantCulture,
                $"{place}: has runs at {state.Pricings.Count} sets of prices, and none of them is that of these options; give --region, "
                + $"--usd-per-hour, --ran-on, --prices and --discounts as for report"));
    }

    static void Write(ExportPart part, string format, Stream stream)
    {
        switch (format)
        {
            case Csv: ExportText.WriteCsv(part, stream); break;
            case JsonLines: ExportText.WriteJsonLines(part, stream); break;
            default: ParquetPart.Write(part, stream); break;
        }
    }
}
