using System.CommandLine;
using System.IO.Compression;
using Rightsizer.Cli.Files;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.Cli.Commands;

/// <summary>
/// <c>rightsizer redact LOG --output FILE</c>: a log of the same shape without names, to attach to a bug report.
/// </summary>
static class RedactCommand
{
    static readonly Argument<string> Log = new("LOG") { Description = "Event log; anything that diagnose takes." };
    static readonly Option<string> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "The copy (never partially written). A log of several files becomes a zip; the ending .gz compresses.",
        Required = true,
    };
    static readonly Option<string?> Attempt = new("--attempt")
    { HelpName = "N", Description = "The application attempt. Default: the last." };

    public static Command Create(CliContext context)
    {
        var command = new Command("redact", "Writes a copy of a log without names, paths and SQL, to attach to a bug report.")
        {
            Log, Output, Attempt,
        };
        foreach (var option in SourceOptions.All) command.Add(option);
        command.SetAction(parsed => Run(parsed, context));
        return command;
    }

    static int Run(ParseResult parsed, CliContext context)
    {
        string location = parsed.GetRequiredValue(Log), path = parsed.GetRequiredValue(Output);
        context = context with { Outputs = OutputPlaces.Check([("--output", path)], []) };
        var log = AttemptChoice.Pick(LogSources.Find(location, SourceOptions.Read(parsed), context), parsed.GetValue(Attempt));
        using var file = OutputFile.Create(path, context);
        bool holdsEvent;
        if (IsOneFile(log))
        {
            if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                using var gzip = new GZipStream(file.Stream, CompressionLevel.Optimal, leaveOpen: true);
                holdsEvent = Copy(log.Parts[0], gzip, context);
            }
            else holdsEvent = Copy(log.Parts[0], file.Stream, context);
        }
        else holdsEvent = WriteZip(log, file.Stream, context);
        if (!holdsEvent)
            throw new RightsizerException(ExitCode.NotAnEventLog,
                $"{log.Location}: no Spark event in it, so no copy was written; give a file or folder from spark.eventLog.dir");
        file.Commit();
        context.Error.WriteLine("The copy has stand-ins for names, paths and texts. Look through it before you send it.");
        return (int)ExitCode.Ok;
    }

    static bool IsOneFile(EventLog log) => log.Parts.Count == 1 && log.Layout is not (EventLogKind.Rolling or EventLogKind.Spark1Folder);

    /// <summary>The names of a log's files say what belongs together and what is missing.</summary>
    /// <returns>True where a file of the log holds an event.</returns>
    static bool WriteZip(EventLog log, Stream stream, CliContext context)
    {
        var holdsEvent = false;
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var names = new RedactedNames(log);
        foreach (var name in names.Empty) zip.CreateEntry(name);
        for (var i = 0; i < log.Parts.Count; i++)
        {
            using var entry = zip.CreateEntry(names.Part(i), CompressionLevel.Optimal).Open();
            holdsEvent |= Copy(log.Parts[i], entry, context);
        }
        return holdsEvent;
    }

    /// <returns>True where the file holds an event.</returns>
    static bool Copy(LogPart part, Stream output, CliContext context)
    {
        using var decoded = DecodedStream.Open(part);
        using var redacted = new RedactedStream(decoded, location: part.Location);
        var buffer = new byte[1 << 16];
        var last = (byte)'\n';
        while (redacted.Read(buffer) is var count and > 0)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            output.Write(buffer, 0, count);
            last = buffer[count - 1];
        }
        // a damaged stream stays a cut one
        if (decoded.StreamError is not null && last == '\n') output.WriteByte((byte)'{');
        return redacted.HoldsEvent;
    }
}
