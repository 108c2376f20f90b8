using System.Text;

namespace Rightsizer.EventLogParser.Redacting;

/// <summary>
/// What may leave a log under redaction: words of Spark, the JDK and AWS, whole names of metrics and fields, and settings. All else is
/// replaced.
/// </summary>
sealed class KnownWords
{
    const string Resource = "Rightsizer.EventLogParser.Redacting.known-words.txt";

    static readonly Lazy<KnownWords> Shared = new(() => new KnownWords());

    readonly HashSet<string> words = new(StringComparer.Ordinal), phrases = new(StringComparer.Ordinal),
        settings = new(StringComparer.Ordinal), settingSteps = new(StringComparer.Ordinal);

    KnownWords()
    {
        using var stream = typeof(KnownWords).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException(Resource + " is not in the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var into = words;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal)) continue;
            if (line is "[words]" or "[phrases]" or "[settings]")
                into = line == "[words]" ? words : line == "[phrases]" ? phrases : settings;
            else into.Add(line);
        }
        foreach (var setting in settings) settingSteps.UnionWith(setting.Split('.'));
    }

    public static KnownWords Instance => Shared.Value;

    /// <summary>One word: letters, digits and underscores, or one of those that are written with hyphens, such as a region.</summary>
    public bool HasWord(ReadOnlySpan<char> word) => words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    /// <summary>The whole name of a metric or of a field.</summary>
    public bool HasPhrase(string text) => phrases.Contains(text);

    public bool HasSetting(string key) => settings.Contains(key);

    /// <summary>A part between dots of the name of a known setting.</summary>
    public bool HasSettingStep(string step) => settingSteps.Contains(step) || words.Contains(step);
}
