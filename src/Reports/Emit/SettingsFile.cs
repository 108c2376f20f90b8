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

    /// <summary>Options of spark-submit that no value follows (SparkSubmitOptionParser).</summary>
    static readonly HashSet<string> Flags = new(StringComparer.Ordinal)
    {
        "--verbose", "-v", "--supervise", "--version", "--help", "-h", "--usage-error",
    };

    /// <summary>
    /// By key; the last of a key wins, as it does for Spark. What follows the application in a submit command is the application's own.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var isCommand = lines.Any(l => !l.TrimStart().StartsWith('#') && !LineText().IsMatch(l) && CommandText().IsMatch(l));
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
        // without the command itself, all that stands there are its options
        var hasCommand = words.Exists(IsSubmit);
        var isOpen = !hasCommand;
        for (var i = 0; i < words.Count; i++)
        {
            var (name, value) = Split(words[i]);
            if (!name.StartsWith('-'))
            {
                // the first word that is no option is the application
                if (hasCommand) isOpen = IsSubmit(name);
                continue;
            }
            if (!isOpen) continue;
            if (name is "--conf" or "-c")
            {
                var (key, set) = Split(value ?? (i + 1 < words.Count ? words[++i] : ""));
                if (key.StartsWith("spark.", StringComparison.Ordinal) && set is not null) settings[key] = set;
            }
            else if (Options.TryGetValue(name, out var property) && (value ?? (i + 1 < words.Count ? words[++i] : null)) is { } given)
                settings[property] = given;
            else if (value is null && !Flags.Contains(name)) i++;
        }
    }

    static bool IsSubmit(string word) => word.AsSpan(word.LastIndexOf('/') + 1) is
        "spark-submit" or "spark-shell" or "spark-sql" or "pyspark" or "spark3-submit" or "spark2-submit";

    static (string Name, string? Value) Split(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (word[..at], word[(at + 1)..]) : (word, null);

    [GeneratedRegex(@"(?:^|\s)(?:(?:\S*/)?(?:spark[23]?-submit|spark-shell|spark-sql|pyspark)\s|(?:--conf|-c|--executor-memory|"
        + @"--executor-cores|--num-executors|--total-executor-cores|--driver-memory|--driver-cores|--driver-java-options)[\s=])")]
    private static partial Regex CommandText();

    [GeneratedRegex(@"^\s*(spark\.[\w.-]+)\s*[=:\s]\s*(.*?)\s*$")]
    private static partial Regex LineText();

    [GeneratedRegex("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+")]
    private static partial Regex WordText();
}
