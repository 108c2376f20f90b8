using System.Text.RegularExpressions;

namespace Rightsizer.Reports.Emit;

/// <summary>Spark settings in a file of a person: spark-defaults.conf, a patch of ours, or the text of a submit command.</summary>
public static partial class SettingsFile
{
    /// <summary>Options of spark-submit that set a property.</summary>
    static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["--executor-memory"] = "spark.executor.memory",
        ["--executor-cores"] = "spark.executor.cores",
        ["--num-executors"] = "spark.executor.instances",
        ["--total-executor-cores"] = "spark.cores.max",
        ["--driver-memory"] = "spark.driver.memory",
        ["--driver-cores"] = "spark.driver.cores",
        ["--driver-java-options"] = "spark.driver.extraJavaOptions",
    };

    /// <summary>By key; the last of a key wins, as it does for Spark.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var isCommand = lines.Any(l => !l.TrimStart().StartsWith('#') && CommandText().IsMatch(l));
        if (isCommand) ReadCommand(
            string.Join(' ', lines.Where(l => !l.TrimStart().StartsWith('#')).Select(l => l.TrimEnd().TrimEnd('\\'))), settings);
        else
        {
            foreach (var line in lines)
            {
                if (LineText().Match(line) is { Success: true } m) settings[m.Groups[1].Value] = m.Groups[2].Value.Trim();
            }
        }
        return settings;
    }

    static void ReadCommand(string command, Dictionary<string, string> settings)
    {
        var words = WordText().Matches(command)
            .Select(m => m.Value.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var (name, value) = Split(words[i]);
            if (name is "--conf" or "-c")
            {
                var (key, set) = Split(value ?? (i + 1 < words.Count ? words[++i] : ""));
                if (key.StartsWith("spark.", StringComparison.Ordinal) && set is not null) settings[key] = set;
            }
            else if (Options.TryGetValue(name, out var property) && (value ?? (i + 1 < words.Count ? words[++i] : null)) is { } given)
                settings[property] = given;
        }
    }

    static (string Name, string? Value) Split(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (word[..at], word[(at + 1)..]) : (word, null);

    [GeneratedRegex(@"(?:^|\s)(?:--conf|-c|--executor-memory|--executor-cores|--num-executors|--driver-memory)[\s=]")]
    private static partial Regex CommandText();

    [GeneratedRegex(@"^\s*(spark\.[\w.-]+)\s*[=:\s]\s*(.*?)\s*$")]
    private static partial Regex LineText();

    [GeneratedRegex("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+")]
    private static partial Regex WordText();
}
