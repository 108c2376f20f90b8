using System.CommandLine;
using System.Globalization;
using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Cli.Fleet;
using Rightsizer.Cli.Settings;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer summarize LOG...</c>: each log to one line of JSON, in the order given.</summary>
static class SummarizeCommand
{
    static readonly Argument<string[]> Logs = new(
        "LOG")
    { Description = "Logs in any form that diagnose accepts, or addresses printed by list.", Arity = ArgumentArity.ZeroOrMore };
    static readonly Option<string?> FilesFrom = new(
        "--files-from")
    {
        HelpName = "FILE|-",
        Description = "Read the addresses of logs from FILE or standard input, one per line. Each is answered before the next is read."
    };
    static readonly Option<bool> Null = new("--null", "-0")
    {
        Description = "Addresses in --files-from end with NUL instead of a line feed.",
    };
    internal static readonly Option<double?> Timeout = new("--timeout")
    {
        HelpName = "SECONDS",
        Description = "Stop reading a log after this time and report it as timed out.",
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[^1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v)
                && v is > 0 and < 1e6) return v;
            result.AddError($"--timeout {result.Tokens[^1].Value}: must be a number of seconds above 0");
            return null;
        },
    };

    public static Command Create(CliContext context)
    {
        var command = new Command("summarize",
            "Writes one line of JSON per log: the record that report keeps in its state (docs/state.md).") { Logs, FilesFrom, Null,
            Timeout };
        foreach (var option in PriceOptions.OfMany.Concat(SourceOptions.All)) command.Add(option);
        command.SetAction(parsed => Run(parsed, context));
        return command;
    }

    static int Run(ParseResult parsed, CliContext context)
    {
        var pricing = PriceOptions.Read(parsed, context);
        var fingerprint = PriceOptions.Fingerprint(parsed, pricing);
        var source = SourceOptions.Read(parsed);
        var summarizer = new LogSummarizer(pricing, ProjectFile.Find(parsed).Detectors, TimeoutOf(parsed), context.Cancellation);
        var any = false;
        var outcomes = new SortedDictionary<RunOutcome, int>();
        foreach (var name in Names(parsed, context))
        {
            any = true;
            foreach (var summary in Summaries(name, source, fingerprint, summarizer, context))
            {
                Write(summary, context.Output);
                outcomes[summary.Outcome] = outcomes.GetValueOrDefault(summary.Outcome) + 1;
            }
        }
        // for a person; a program reads standard output only
        if (context.ErrorIsTerminal && outcomes.Count > 0)
        {
            context.Error.WriteLine($"{Quantity.Plural(outcomes.Values.Sum(), "log")}: "
                + string.Join(", ", outcomes.Select(o => $"{Quantity.Count(o.Value)} {o.Key.ToString().ToLowerInvariant()}"))
                + ". Next: rightsizer report SOURCE shows what they cost and waste.");
        }
        return any ? (int)ExitCode.Ok : throw new RightsizerException(
            ExitCode.BadArguments, "no log given, for example: rightsizer summarize app.zstd (see rightsizer summarize --help)");
    }

    internal static TimeSpan? TimeoutOf(ParseResult parsed) =>
        parsed.GetValue(Timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    static IEnumerable<RunSummary> Summaries(
        string name, SourceOptions source, string pricing, LogSummarizer summarizer, CliContext context)
    {
        IReadOnlyList<EventLogParser.Input.EventLog> logs;
        RunSummary? failed = null;
        try
        {
            logs = FleetLogList.Find(name, source, context);
        }
        catch (RightsizerException e)
        {
            logs = [];
            failed = RunSummarizer.Unreadable(new RunKey { Uri = LogUri.Write(name), Pricing = pricing },
                e.ExitCode == ExitCode.NotAnEventLog ? ReadFailure.NotALog : ReadFailure.InputError, e.Message);
        }
        if (failed is not null) yield return failed;
        foreach (var log in logs)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return summarizer.Summarize(RunKey.Create(log, LogUri.Write(log), pricing), log, Environment.ProcessorCount);
        }
    }

    static void Write(RunSummary summary, Stream output)
    {
        output.Write(RunSummaryJson.Write(summary));
        output.WriteByte((byte)'\n');
        output.Flush();
    }

    static IEnumerable<string> Names(ParseResult parsed, CliContext context)
    {
        foreach (var log in parsed.GetValue(Logs) ?? []) yield return log;
        if (parsed.GetValue(FilesFrom) is not { } file) yield break;
        using var stream = file == "-" ? context.OpenInput() : Open(file);
        var end = parsed.GetValue(Null) ? (byte)0 : (byte)'\n';
        var name = new List<byte>();
        using var buffered = new BufferedStream(stream, 4096);
        for (int b; (b = buffered.ReadByte()) >= 0 || name.Count > 0;)
        {
            if (b >= 0 && b != end)
            {
                name.Add((byte)b);
                continue;
            }
            var text = Encoding.UTF8.GetString([.. name]);
            name.Clear();
            if (end == '\n') text = text.TrimEnd('\r');
            if (text.Contains('\0'))
                throw new RightsizerException(ExitCode.BadArguments,
                    $"--files-from {file}: a name has a NUL character; add --null if names end in it");
            if (text.Length > 0) yield return text;
            if (b < 0) yield break;
        }
    }

    static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(
                ExitCode.BadArguments, $"--files-from {file}: {(File.Exists(file) ? "cannot be read: " + e.Message : "no such file")}", e);
        }
    }
}
