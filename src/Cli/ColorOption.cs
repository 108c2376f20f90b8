using System.CommandLine;

namespace Rightsizer.Cli;

/// <summary><c>--no-color</c>, and NO_COLOR in the environment (no-color.org).</summary>
static class ColorOption
{
    public static readonly Option<bool> None = new("--no-color")
    {
        Description = "Print without colours. Setting NO_COLOR in the environment does the same.",
    };

    /// <summary>Whether a terminal may be painted.</summary>
    public static bool Allows(ParseResult parsed) =>
        !parsed.GetValue(None) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
