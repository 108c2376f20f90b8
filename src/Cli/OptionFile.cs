using Rightsizer.EventLogParser;

namespace Rightsizer.Cli;

/// <summary>A file that an option names.</summary>
static class OptionFile
{
    /// <param name="file">Its path.</param>
    /// <param name="option">The option that named it, for the error.</param>
    /// <exception cref="RightsizerException">It is missing or cannot be read.</exception>
    public static string ReadText(string file, string option)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(
                ExitCode.BadArguments, $"{option} {file}: {(File.Exists(file) ? "cannot be read: " + e.Message : "no such file")}", e);
        }
    }
}
