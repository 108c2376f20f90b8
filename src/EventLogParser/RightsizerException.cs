namespace Rightsizer.EventLogParser;

/// <summary>Exit codes of the program; docs/cli.md has the table.</summary>
public enum ExitCode
{
    Ok = 0,
    Unexpected = 1,
    BadArguments = 2,
    InputUnreadable = 3,
    NotAnEventLog = 4,
    PriceMissing = 5,
    GateMissed = 10,
    Cancelled = 130,
}

/// <summary>Something the user can mend: one line that says what, where and what next; printed without a stack.</summary>
public sealed class RightsizerException(ExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode ExitCode { get; } = exitCode;
}
