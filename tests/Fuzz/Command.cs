using System.Text;
using System.Text.Json;
using Rightsizer.Cli;
using Rightsizer.EventLogParser;

namespace Rightsizer.Fuzz;

/// <summary>A whole command in this process, and what must hold of every answer.</summary>
sealed record Command(int Code, byte[] Output, string Error)
{
    static readonly int[] Allowed =
        [(int)ExitCode.Ok, (int)ExitCode.BadArguments, (int)ExitCode.InputUnreadable, (int)ExitCode.NotAnEventLog];

    [ThreadStatic] static Program? program;

    /// <summary>Commands that are built once a worker, and where they write.</summary>
    sealed class Program
    {
        public Program()
        {
            Context = new CliContext
            {
                Output = Output,
                Error = Error,
                OpenInput = () => Stream.Null,
                ProgressAfter = TimeSpan.MaxValue,
            };
            Root = RightsizerCli.BuildRoot(Context);
        }

        public MemoryStream Output { get; } = new();
        public StringWriter Error { get; } = new();
        public CliContext Context { get; }
        public System.CommandLine.RootCommand Root { get; }
    }

    public static Command Run(params string[] args)
    {
        var (output, error) = ((program ??= new Program()).Output, program.Error);
        output.SetLength(0);
        error.GetStringBuilder().Clear();
        var code = RightsizerCli.Run(args, program.Context, program.Root);
        var command = new Command(code, output.ToArray(), error.ToString());
        if (command.Error.Contains("has a bug", StringComparison.Ordinal) || !Allowed.Contains(code))
            throw new BrokenInvariantException($"exit code {code}: {command.Error.Trim()}");
        if (code != 0 && !command.Error.Contains("error: ", StringComparison.Ordinal))
            throw new BrokenInvariantException($"exit code {code} without a word");
        command.CheckText(error.ToString());
        command.CheckText(Encoding.UTF8.GetString(command.Output));
        return command;
    }

    /// <summary>What the log holds must not reach a terminal or a person's eye in disguise.</summary>
    void CheckText(string text)
    {
        foreach (var c in text)
        {
            if (c is '\n' or '\r' or '\t' || !(char.IsControl(c) || IsUnseen(c))) continue;
            // JSON escapes nothing above 127 and is not for eyes
            if (Output.Length > 0 && Output[0] == '{' && !char.IsControl(c)) continue;
            throw new BrokenInvariantException($"U+{(int)c:X4} in the output");
        }
    }

    static bool IsUnseen(char c) => c is >= '\u200b' and <= '\u200f' or >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';

    public JsonDocument Json()
    {
        try
        {
            return JsonDocument.Parse(Output);
        }
        catch (JsonException e)
        {
            throw new BrokenInvariantException("the output is not JSON", e);
        }
    }
}
