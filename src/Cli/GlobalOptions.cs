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
}
