using System.CommandLine;

namespace Rightsizer.Cli;

/// <summary>Options of every command.</summary>
static class GlobalOptions
{
    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Show all details; after an unexpected failure, also the stack trace.",
        Recursive = true,
    };

    /// <summary>Looked for before the command runs.</summary>
    public static readonly Option<bool> Progress = new("--progress")
    {
        Description = "Show progress on standard error even if it is not a terminal.",
        Recursive = true,
    };
}
