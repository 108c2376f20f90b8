using System.Text.RegularExpressions;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The user's own exception in what Spark wraps around it.</summary>
/// <param name="Exception">Class and message, one line: the last line of a Python traceback, else the last "Caused by", else the first
/// line.</param>
/// <param name="Place">File and line in the user's code; null where the trace names none.</param>
sealed partial record ErrorText(string Exception, string? Place)
{
    const int MaxLength = 300;

    /// <summary>The exception, and its place in brackets where one is known.</summary>
    public override string ToString() => Exception + (Place is { } place ? $" ({place})" : "");

    /// <summary>Null where the text has no exception.</summary>
    public static ErrorText? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var lines = text.Split('\n');
        return OfPython(lines) ?? OfJvm(lines);
    }

    static ErrorText? OfPython(string[] lines)
    {
        var begin = Array.FindLastIndex(lines, l => l.Contains("Traceback (most recent call last)", StringComparison.Ordinal));
        if (begin < 0) return null;
        string? place = null, last = null;
        foreach (var line in lines.Skip(begin + 1))
        {
            if (line.StartsWith('\t') || line.Length == 0 && last is not null) break;
            if (PythonFrame().Match(line) is { Success: true } frame)
            {
                var file = frame.Groups[1].Value;
                if (!file.Contains("/pyspark/", StringComparison.Ordinal) && !file.Contains("pyspark.zip", StringComparison.Ordinal))
                    place = $"{file}:{frame.Groups[2].Value}";
            }
            else if (line.Length > 0 && !char.IsWhiteSpace(line[0])) last = line;
        }
        return last is null ? null : new(Cut(last), place);
    }

    static ErrorText? OfJvm(string[] lines)
    {
        var at = Array.FindLastIndex(lines, l => l.StartsWith("Caused by: ", StringComparison.Ordinal));
        var first = at >= 0 ? lines[at]["Caused by: ".Length..] : lines[0];
        if (at < 0)
        {
            // "Job aborted ...: Lost task 3.0 in stage 2.0 (TID 19) (host executor 1): the exception"
            var lost = first.IndexOf("Lost task ", StringComparison.Ordinal);
            var begin = lost < 0 ? -1 : first.IndexOf("): ", lost, StringComparison.Ordinal);
            if (begin >= 0) first = first[(begin + 3)..];
            at = 0;
        }
        string? place = null;
        foreach (var line in lines.Skip(at + 1))
        {
            if (!line.StartsWith('\t') && !line.StartsWith("    at ", StringComparison.Ordinal)) break;
            if (JvmFrame().Match(line) is not { Success: true } frame || IsOfPlatform(frame.Groups[1].Value)) continue;
            place = frame.Groups[2].Value;
            break;
        }
        return string.IsNullOrWhiteSpace(first) ? null : new(Cut(first.Trim()), place);
    }

    static bool IsOfPlatform(string method) =>
        Platform.Any(p => method.StartsWith(p, StringComparison.Ordinal) || method.Contains('/' + p, StringComparison.Ordinal));

    static readonly string[] Platform = [
        "org.apache.spark.", "java.", "javax.", "jdk.", "sun.", "scala.", "org.apache.hadoop.", "com.google.common."];

    static string Cut(string text) => text.Length > MaxLength ? text[..MaxLength] + " ..." : text;

    [GeneratedRegex("^\\s*File \"([^\"]+)\", line (\\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex PythonFrame();

    [GeneratedRegex(@"^\s+at ([^\s(]+)\(([^()\s]+:\d+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex JvmFrame();
}
