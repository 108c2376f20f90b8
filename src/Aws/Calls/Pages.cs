using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Calls;

/// <summary>Answers that come in pages.</summary>
static class Pages
{
    /// <summary>Null at the end. A page that names itself as the next would go round for ever.</summary>
    public static string? Next(string? token, string? before, string operation) => string.IsNullOrEmpty(token) ? null
        : token == before ? throw new RightsizerException(
        ExitCode.InputUnreadable, $"{operation}: the answer's next page is the page itself; try again later") : token;
}
