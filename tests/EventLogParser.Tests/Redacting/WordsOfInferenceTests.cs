using System.Text.RegularExpressions;
using Rightsizer.EventLogParser.Redacting;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Redacting;

/// <summary>
/// Every text that inference compares with a text of a log comes through the gate as it is: else a redacted log gives other findings.
/// Read from the source, so that a new comparison is checked without anyone thinking of it.
/// </summary>
public sealed partial class WordsOfInferenceTests
{
    /// <summary>Where the texts of a log are read.</summary>
    static readonly string[] Readers =
    [
        "Facts", "Detectors", "Construction", "Replay", "Platforms", "Answers/Diagnosis", "Answers/Comparison",
    ];

    /// <summary>These read files that a person gives, or what the program itself wrote.</summary>
    static readonly string[] OtherTexts =
    [
        "Platforms/Files/", "Platforms/TypeKinds.cs", "Facts/Clusters/", "Facts/ArmRisks.cs",
        "Replay/WhatIfSpec.cs", "Replay/Accounting/LineSums.cs", "Construction/FiguresInDoubt.cs", "Platforms/Glue/GlueTerraform.cs",
        "Platforms/EmrOnEc2/NodeChoice.cs",
    ];

    [Fact]
    public void EveryTextThatIsComparedWithALog_ComesThroughTheGate()
    {
        var root = Path.Combine(SharedFolder.RepositoryRoot, "src", "Analyzer");
        SortedDictionary<string, string> compared = new(StringComparer.Ordinal), lost = new(StringComparer.Ordinal);
        foreach (var file in Readers.SelectMany(r => Directory.GetFiles(Path.Combine(root, r), "*.cs", SearchOption.AllDirectories)))
        {
            var name = Path.GetRelativePath(root, file).Replace('\\', '/');
            if (OtherTexts.Any(o => name.StartsWith(o, StringComparison.Ordinal))) continue;
            foreach (var text in TextsOf(File.ReadAllText(file))) compared.TryAdd(text, name);
            foreach (var word in WordsOf(File.ReadAllText(file)).Where(w => !IsKnown(w))) lost.TryAdd(word, name);
        }

        Assert.True(compared.Count > 150, $"{compared.Count} texts were found: has the source another form?");
        foreach (var (text, file) in compared.Where(c => !Survives(c.Key))) lost.TryAdd(text, file);
        Assert.True(lost.Count == 0, "Add them to known-words.txt, or the file to OtherTexts:\n"
            + string.Join('\n', lost.Select(l => $"{l.Value}: {l.Key}")));
    }

    /// <summary>What stays of a name is what its kind of session is known by, and nothing of what a person added to it.</summary>
    [Fact]
    public void NameOfASession_KeepsItsBeginning()
    {
        foreach (var (prefix, kind) in SessionNames.All)
        {
            var name = FieldGate.Value("App Name", prefix + " of nightly");
            Assert.Equal(kind, SessionNames.Find(name)?.Kind);
            Assert.DoesNotContain("nightly", name, StringComparison.Ordinal);
            Assert.Equal(prefix, FieldGate.SettingValue("spark.app.name", prefix));
        }
        Assert.Matches("^app-[g-v]{10}$", FieldGate.Value("App Name", "nightly"));
    }

    [Theory]
    [InlineData("Delta: select a from b: Compute snapshot for version: 7", "^Delta: sql-[g-v]{10}: Compute snapshot for version: [07]$")]
    [InlineData("Delta: Filtering files for query", "^Delta: Filtering files for query$")]
    [InlineData("Delta: select a from b", "^Delta: sql-[g-v]{10}$")]
    [InlineData("Spark Connect - session_id: 1a-2b", "^Spark Connect - session_id: sql-[g-v]{10}$")]
    [InlineData("Rewriting 3 files in ice.db.t", @"^sql-[g-v]{10} in name_[g-v]{10}\.name_[g-v]{10}\.t$")]
    [InlineData("HoodieSalaryCompactor:Doing compaction: pay",
        "^HoodieCompact_[g-v]{10}:name_[g-v]{10} compaction: name_[g-v]{10}$")]
    [InlineData("Streaming job running receiver 0", "^Streaming job running receiver 0$")]
    [InlineData("select pay from staff", "^sql-[g-v]{10}$")]
    public void Description_KeepsWhatAnEngineSays(string text, string expected) => Assert.Matches(expected, JobText.Description(text));

    [Theory]
    [InlineData("REWRITE-DATA-FILES-4711", "^REWRITE-DATA-FILES-0$")]
    [InlineData("REWRITE-DATA-FILES-pay", "^name-[g-v]{10}$")]
    [InlineData("HoodieSalaryIndex", "^HoodieIndex_[g-v]{10}$")]
    [InlineData("nightly", "^name-[g-v]{10}$")]
    public void Group_KeepsWhatAnEngineSays(string text, string expected) => Assert.Matches(expected, JobText.Group(text));

    /// <summary>
    /// The beginning and the end of a text may be parts of longer words; what stays of a name is found there whatever else it has.
    /// </summary>
    static bool Survives(string text)
    {
        if (RedactionGate.AppId(text + "4711")!.StartsWith(text, StringComparison.Ordinal)) return true;
        if (RedactionGate.Text(text) == text || RedactionGate.SettingKey(text) == text || Known.Contains(text)) return true;
        var words = Word().Matches(text).ToList();
        return words.All(w => RedactionGate.Text(w.Value) == w.Value || w.Index == 0 && Known.Any(k => k.EndsWith(w.Value, Case))
            || w.Index + w.Length == text.Length && Known.Any(k => k.StartsWith(w.Value, Case))
            || w.Length == text.Length && Known.Any(k => k.Contains(text, Case)));
    }

    const StringComparison Case = StringComparison.OrdinalIgnoreCase;

    static readonly HashSet<string> Known = [.. TextGate.NameParts,
        .. File.ReadLines(Path.Combine(SharedFolder.RepositoryRoot, "src", "EventLogParser", "Redacting", "known-words.txt"))];

    static IEnumerable<string> TextsOf(string source)
    {
        var comparisons = Comparison().Matches(source).SelectMany(m => Literal().Matches(m.Value));
        var alternatives = Pattern().Matches(source).SelectMany(m => Literal().Matches(m.Value));
        var tables = Table().Matches(source).SelectMany(m => FirstOfEntry().Matches(m.Groups[1].Value));
        foreach (var text in comparisons.Concat(alternatives).Concat(tables).Select(m => Regex.Unescape(m.Groups[1].Value)))
        {
            if (text.Any(char.IsAsciiLetter)) yield return text;
        }
    }

    /// <summary>The words of expressions, without classes, groups and escapes.</summary>
    static IEnumerable<string> WordsOf(string source) => Expression().Matches(source).SelectMany(m => Literal().Matches(m.Value))
        .SelectMany(m => PlainWord().Matches(NotPlain().Replace(m.Groups[1].Value, " "))).Select(m => m.Value);

    static bool IsKnown(string word) => PartsInExpressions.Contains(word) || Known.Any(k => k.Equals(word, Case));

    /// <summary>An expression finds them in longer words.</summary>
    static readonly string[] PartsInExpressions = ["REBALANCE_PARTITIONS_BY_", "TableAsSelect", "preempt"];

    [GeneratedRegex(@"""((?:[^""\\\n]|\\.)*)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\.(?:StartsWith|EndsWith|Contains|IndexOf|LastIndexOf)\(\s*""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex Comparison();

    /// <summary>name is "a" or "b"; name == "a".</summary>
    [GeneratedRegex(@"(?:[Nn]ame|Reason|Class|Type|Scope|text|node|word)\)?\s*(?:is|==)\s*(?:""(?:[^""\\\n]|\\.)*""(?:\s*or\s*)?)+")]
    private static partial Regex Pattern();

    [GeneratedRegex(
        @"static readonly (?:string\[\]|\(string [^)]*\)\[\]|HashSet<string>|SearchValues<string>|Dictionary<string[^=]*?)\s*\w+\s*=([^;]*);")]
    private static partial Regex Table();

    /// <summary>The first text of a pair, or a text alone.</summary>
    [GeneratedRegex(@"(?<=[\[,]\s*\(|[\[,]\s*(?<!\([^()]*))""((?:[^""\\\n]|\\.)*)""")]
    private static partial Regex FirstOfEntry();

    [GeneratedRegex(@"\[GeneratedRegex\((?:[^\]]|\](?!\s*\n\s*private))*\)\]")]
    private static partial Regex Expression();

    /// <summary>Escapes, classes and quantities of an expression.</summary>
    [GeneratedRegex(@"\\.|\[[^\]]*\]|\{[^}]*\}|\(\?[a-z<!=:]+")]
    private static partial Regex NotPlain();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex("[A-Za-z_]{2,}")]
    private static partial Regex PlainWord();
}
