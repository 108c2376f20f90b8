using System.Text.RegularExpressions;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests;

/// <summary>Inside Analyzer a folder knows only the folders before it in reading order; ARCHITECTURE.md draws them.</summary>
public partial class DirectionTests
{
    /// <summary>In reading order. A file knows its own folder and those before it.</summary>
    static readonly string[] rooms =
    [
        "Numerics", "Formatting", "Model", "Construction", "Facts", "Replay", "Ledgers", "Timing", "Platforms", "Detectors",
        "Answers.Diagnosis", "Answers.Headroom", "Answers.Quote", "Answers.Sizing", "Answers.Study", "Answers.Comparison", "Answers.Fleet",
        "Answers.Doctor", "Answers.Backtest",
    ];

    /// <summary>Types of the root namespace, which every file sees: the answer about one run stands above the detectors.</summary>
    static readonly string[] topTypes = ["AnalysisResult", "AnalysisOptions", "ApplicationAnalyzer", "RunVerdict"];

    static readonly string root = Path.Combine(SharedFolder.RepositoryRoot, "src", "Analyzer");

    [Fact]
    public void Folders_KnowOnlyWhatStandsBeforeThem()
    {
        var wrong = Sources().SelectMany(f => LaterRooms(f.Room, f.Text).Select(later => $"{f.Path} is in {f.Room} and uses {later}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void EveryFile_LiesInARoom_AndItsNamespaceIsItsFolder()
    {
        var wrong = Sources().Where(f => NamespaceLine().Match(f.Text).Groups[1].Value != NamespaceOf(f.Path)).Select(f => f.Path);

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Facts", "using Rightsizer.Analyzer.Ledgers;\n", "Ledgers")]
    [InlineData("Ledgers", "using Rightsizer.Analyzer.Ledgers.Prices;\nusing Rightsizer.Analyzer.Facts.Clusters;\n", null)]
    [InlineData("Replay", "var x = Platforms.Glue.GlueBilling.Name;", "Platforms")]
    [InlineData("Detectors", "AnalysisResult result", "AnalysisResult")]
    [InlineData("Answers.Sizing", "using Rightsizer.Analyzer.Answers.Study;\n", "Answers.Study")]
    public void ALaterRoom_IsSeen(string room, string text, string? expected) =>
        Assert.Equal(expected, LaterRooms(room, text).FirstOrDefault());

    static IEnumerable<string> LaterRooms(string room, string text)
    {
        var at = Array.IndexOf(rooms, room);
        var code = CommentOrText().Replace(text, "");
        foreach (var later in rooms.Skip(at + 1))
        {
            var name = Regex.Escape(later);
            if (Regex.IsMatch(code, $@"^using Rightsizer\.Analyzer\.{name}[;.]|(?<![\w.]){name}\.[A-Z]", RegexOptions.Multiline))
                yield return later;
        }
        if (at >= Array.IndexOf(rooms, "Answers.Diagnosis")) yield break;
        foreach (var type in topTypes.Where(t => Regex.IsMatch(code, $@"\b{t}\b"))) yield return type;
    }

    static IEnumerable<(string Path, string Room, string Text)> Sources()
    {
        foreach (var path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (relative.StartsWith("obj/", StringComparison.Ordinal) || relative.StartsWith("bin/", StringComparison.Ordinal)) continue;
            var folder = (Path.GetDirectoryName(relative) ?? "").Replace('\\', '/').Replace('/', '.');
            if (folder.Length == 0) continue;
            var room = rooms.FirstOrDefault(r => folder == r || folder.StartsWith(r + ".", StringComparison.Ordinal));
            Assert.True(room is not null,
                $"{relative} lies in no folder that this test knows: add the folder to its order and to ARCHITECTURE.md");
            yield return (relative, room, File.ReadAllText(path));
        }
    }

    static string NamespaceOf(string relative) =>
        "Rightsizer.Analyzer." + Path.GetDirectoryName(relative)!.Replace('\\', '/').Replace('/', '.');

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("""//.*|"(?:\\.|[^"\\\n])*"|<see cref="[^"]*"/>""")]
    private static partial Regex CommentOrText();
}
