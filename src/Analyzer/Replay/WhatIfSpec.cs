using System.Globalization;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Replay;

/// <summary>A shape that somebody asks about: <c>8x2</c> (executors x cores of each) or <c>dynamic:2-16x4</c>.</summary>
public sealed record WhatIfSpec(string Text, ClusterShape Shape)
{
    const int MaxExecutors = 100_000, MaxCores = 1024;
    const string Form = "use EXECUTORSxCORES, for example 8x2, or dynamic:MIN-MAXxCORES, for example dynamic:2-16x4";

    /// <param name="text">As it was given.</param>
    /// <param name="option">What named it, for the error.</param>
    /// <exception cref="RightsizerException">The text is neither form, or a number is out of range.</exception>
    public static WhatIfSpec Parse(string text, string option = "--what-if")
    {
        const string dynamicWord = "dynamic:";
        var trimmed = text.Trim();
        var dynamic = trimmed.StartsWith(dynamicWord, StringComparison.OrdinalIgnoreCase);
        var parts = (dynamic ? trimmed[dynamicWord.Length..] : trimmed).ToLowerInvariant().Split('x');
        if (parts.Length != 2) throw Bad(Form);
        var cores = Number(parts[1], "cores", MaxCores);
        if (!dynamic) return new WhatIfSpec(trimmed, new FixedShape(Number(parts[0], "executors", MaxExecutors), cores));
        var range = parts[0].Split('-');
        if (range.Length != 2) throw Bad(Form);
        var min = range[0] == "0" ? 0 : Number(range[0], "executors", MaxExecutors);
        var max = Number(range[1], "executors", MaxExecutors);
        return max < min ? throw Bad("the larger number of executors comes second")
            : new WhatIfSpec(trimmed, new DynamicShape(min, max, cores));

        int Number(string digits, string what, int largest)
        {
            if (digits.Length == 0 || !digits.All(char.IsAsciiDigit)) throw Bad(Form);
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= largest
                ? n
                : throw Bad(string.Create(CultureInfo.InvariantCulture, $"{what} must be between 1 and {largest:N0}"));
        }

        RightsizerException Bad(string why) => new(ExitCode.BadArguments, $"{option} {text}: {why}");
    }
}
