using System.CommandLine;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Cli.Fleet;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer list SOURCE...</c>: the logs that lie under a place, one line of JSON each.</summary>
static class ListCommand
{
    static readonly Argument<string[]> Sources = new(
        "SOURCE")
    { Description = "Folders, S3 prefixes, History Servers or single logs.", Arity = ArgumentArity.OneOrMore };

    public static Command Create(CliContext context)
    {
        var command = new Command("list",
            "Lists the logs in folders, S3 prefixes or History Servers, one line of JSON per log: its key in the state, and how it is "
            + "stored.") { Sources };
        foreach (var option in PriceOptions.OfMany.Concat(SourceOptions.All)) command.Add(option);
        command.SetAction(parsed => Run(parsed, context));
        return command;
    }

    static int Run(ParseResult parsed, CliContext context)
    {
        var pricing = PriceOptions.Fingerprint(parsed, PriceOptions.Read(parsed, context));
        var source = SourceOptions.Read(parsed);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var kinds = new SortedDictionary<EventLogKind, int>();
        long bytes = 0;
        // not disposed: stdout is not ours to close
        var output = new BufferedStream(context.Output, 1 << 16);
        foreach (var log in (parsed.GetValue(Sources) ?? []).SelectMany(s => LogSources.FindAll(s, source, context)))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var key = RunKey.Create(log, LogUri.Write(log), pricing);
            if (!listed.Add(key.Uri)) continue;
            output.Write(RunSummaryJson.Write(new ListedLog(key, EnumWord.CamelCase(log.Kind))));
            output.WriteByte((byte)'\n');
            kinds[log.Kind] = kinds.GetValueOrDefault(log.Kind) + 1;
            bytes += key.SizeBytes ?? 0;
        }
        output.Flush();
        // for a person; a program reads standard output only
        if (context.ErrorIsTerminal && listed.Count > 0)
        {
            context.Error.WriteLine($"{Quantity.Plural(listed.Count, "log")} ({Quantity.Bytes(bytes)}): "
                + string.Join(", ", kinds.OrderByDescending(k => k.Value)
                    .Select(k => $"{Quantity.Count(k.Value)} {EnumWord.CamelCase(k.Key)}"))
                + ". Next: rightsizer report SOURCE for all of them, or rightsizer diagnose LOG for one.");
        }
        return listed.Count > 0 ? (int)ExitCode.Ok
            : throw new RightsizerException(ExitCode.NotAnEventLog, "no Spark event log under the given places");
    }
}
