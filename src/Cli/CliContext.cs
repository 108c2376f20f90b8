using Rightsizer.Cli.Files;

namespace Rightsizer.Cli;

/// <summary>What a command may touch of the world around it; tests hand in streams of their own.</summary>
sealed record CliContext
{
    public required Stream Output { get; init; }
    public required TextWriter Error { get; init; }
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>A person looks at stdout, so colour and its width apply.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>A person looks at stderr, so a bar may be drawn.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <value>Columns of the terminal.</value>
    public int OutputWidth { get; init; } = TextWidth;

    /// <summary>What takes longer says so on stderr.</summary>
    public TimeSpan ProgressAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a log that is followed is looked at.</summary>
    public TimeSpan FollowEvery { get; init; } = TimeSpan.FromSeconds(10);
    public CancellationToken Cancellation { get; init; }

    /// <summary>How reports, price lists and the state are written.</summary>
    public IOutputFiles Files { get; init; } = DiskFiles.Instance;

    /// <summary>What the command writes, which no log that it reads may be.</summary>
    public OutputPlaces Outputs { get; init; } = OutputPlaces.None;

    /// <summary>Columns of text that goes to a file or a pipe.</summary>
    public const int TextWidth = 120;

    public static CliContext OfProcess(CancellationToken cancellation) => new()
    {
        Output = Console.OpenStandardOutput(),
        Error = TextWriter.Synchronized(
            new StreamWriter(new LossyStream(Console.OpenStandardError()), Console.Error.Encoding) { AutoFlush = true }),
        OpenInput = Console.OpenStandardInput,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
        OutputWidth = Console.IsOutputRedirected ? TextWidth : TerminalWidth(),
        Cancellation = cancellation,
    };

    static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is var w and > 0 ? w : TextWidth;
        }
        catch (IOException)
        {
            return TextWidth;
        }
    }
}
