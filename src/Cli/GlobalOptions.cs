using System.CommandLine;

namespace Rightsizer.Cli;

/// <summary>Options of every command.</summary>
static class GlobalOptions
{
    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Say more: every ledger line, and with an unexpected failure its stack trace.",
        Recursive = true,
    };
}
