using System.Text;
using Rightsizer.Reports.Redacting;

namespace Rightsizer.Cli;

/// <summary>What stderr says of a failure: with <c>--redact</c> without the names of logs, paths and hosts.</summary>
sealed class ErrorGate
{
    readonly Pseudonyms? names;

    public ErrorGate(string[] args)
    {
        if (!args.Any(IsRedact)) return;
        names = new Pseudonyms();
        // the words of the command line that are no options of ours: a log, a folder, a file
        foreach (var argument in args.Where(IsPlace))
        {
            names.Path(argument);
            try
            {
                names.Path(Path.GetFullPath(argument));
            }
            catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException)
            {
                // not the name of a file
            }
            names.Path(Path.GetFileName(argument.TrimEnd('/', '\\')));
        }
    }

    static bool IsRedact(string argument) => argument == "--redact" || argument.StartsWith("--redact=", StringComparison.Ordinal)
        || argument.StartsWith("--redact:", StringComparison.Ordinal);

    static bool IsPlace(string argument) => !argument.StartsWith('-')
        && (File.Exists(argument) || Directory.Exists(argument) || argument.Any(c => c is '/' or '\\' or '.'));

    /// <summary>What hides the same in all that a command says on stderr while it runs.</summary>
    public TextWriter Filter(TextWriter error) => names is null ? error : TextWriter.Synchronized(new GatedWriter(error, this));

    /// <summary>A message of ours.</summary>
    public string Message(string message) => names?.Text(message) ?? message;

    /// <summary>The message of an exception that is our mistake may hold anything.</summary>
    public string Unexpected(Exception e) => names is null ? e.Message : "(its text is left out because of --redact)";

    /// <summary>Exceptions with their stack traces; redacted without their texts.</summary>
    public string Details(Exception e)
    {
        if (names is null) return e.ToString();
        var text = new StringBuilder();
        for (var at = e; at is not null; at = at.InnerException) text.AppendLine(at.GetType().FullName).AppendLine(at.StackTrace);
        return names.Text(text.ToString())!;
    }
}
