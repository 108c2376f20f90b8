using System.Text.Json;
using Rightsizer.Cli.Settings;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>.rightsizer.yml: what it changes, what it refuses, and where it is found.</summary>
public sealed class ProjectSettingsTests : IDisposable
{
    /// <summary>600 tiny files, and stages of 600 tasks on 2 slots (sample-logs/README.md).</summary>
    static readonly string TinyFiles = Sample("app-20261121124951-0003.zstd");

    /// <summary>Collections take 30 % of the tasks' time.</summary>
    static readonly string Gc = Sample("app-20261121124852-0002.zstd");

    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Off_IsNotShownAndSaidToBe()
    {
        var config = Config("detectors:\n  off: [tinyFiles, RSZ022]\n");
        using var before = Json(Diagnose(TinyFiles, "none"));
        using var after = Json(Diagnose(TinyFiles, config));

        Assert.Equal(["tinyFiles", "tooManyPartitions"], Kinds(before));
        Assert.Equal(["tooManyPartitions"], Kinds(after));
        // nothing else claims what tinyFiles explains
        Assert.Equal(Saves(before, "tooManyPartitions"), Saves(after, "tooManyPartitions"));
        Assert.Equal("off", after.RootElement.GetProperty("detectors").EnumerateArray()
            .Single(d => d.GetProperty("kind").GetString() == "tinyFiles").GetProperty("outcome").GetString());
        Assert.Contains("Turned off in the settings (2): tinyFiles, unusedMemory",
            CliRun.Of("diagnose", TinyFiles, "--config", config).Output);
        Assert.DoesNotContain("600 files", CliRun.Of("diagnose", TinyFiles, "--config", config, "--emit", "conf").Output);
    }

    [Theory]
    [InlineData("gc: {minGcRatio: 0.30}", true)]
    [InlineData("gc: {minGcRatio: 0.6}", false)]
    [InlineData("RSZ003:\n    minStageShare: 0.999", false)]
    [InlineData("gc:\n    minShare: 0.9", false)]
    public void Threshold_DecidesWhatIsShown(string limit, bool shown)
    {
        using var report = Json(Diagnose(Gc, Config($"detectors:\n  {limit}\n")));

        Assert.Equal(shown, Kinds(report).Contains("gc"));
    }

    [Theory]
    [InlineData("regoin: eu-west-1\n", "line 1: unknown key regoin; did you mean region?")]
    [InlineData("region:\n", "line 1: region has no value")]
    [InlineData("detectors:\n  off: [skwe]\n", "line 2: unknown kind of finding skwe; did you mean skew?")]
    [InlineData("detectors:\n  off: [GC]\n", "line 2: unknown kind of finding GC; did you mean gc?")]
    [InlineData("owners:\n  - match: gc*\n    owner: a\n", "an unknown key, or a value of another kind, at $")]
    [InlineData("detectors:\n  off: skew\n", "line 2: off must be a list, such as [skew, gc]")]
    [InlineData("\ndetectors:\n  gc:\n    minGcRatios: 1\n", "line 4: unknown threshold of gc minGcRatios; did you mean minGcRatio?")]
    [InlineData("detectors:\n  gc: {curableRatio: 1}\n", "line 2: gc.curableRatio is part of how the saving is worked out")]
    [InlineData("detectors:\n  gc: {minGcRatio: 10%}\n", "line 2: gc.minGcRatio must be a number from 0")]
    [InlineData("detectors:\n  gc: {minGcRatio: -1}\n", "line 2: gc.minGcRatio must be a number from 0")]
    [InlineData("detectors:\n  crossJoin: {minShare: 0.1}\n", "crossJoin has no threshold that can be set")]
    [InlineData("region: a\nregion: b\n", "line 2: region is there twice")]
    [InlineData("region: &a x\n", "line 1: anchors are not read")]
    [InlineData("region: a\n---\nregion: b\n", "a second document")]
    [InlineData("- region\n", "line 1: the file must hold keys and values")]
    [InlineData("region: [\n", "line 2: ")]
    [InlineData("owners:\n  - match: {name: x}\n", "rules[0]: names neither owner, team, job nor budgetUsdAWeek")]
    public void WrongFile_IsOneLineWithItsPlace(string text, string says)
    {
        var config = Config(text);
        var run = CliRun.Of("diagnose", Gc, "--config", config);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error);
        Assert.StartsWith($"error: {config}: ", run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void DeeplyNested_IsRefused()
    {
        var run = CliRun.Of("diagnose", Gc, "--config", Config("owners: " + new string('[', 20_000)));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("nested too deeply", run.Error);
    }

    [Fact]
    public void MissingFile_IsAnError()
    {
        var run = CliRun.Of("diagnose", Gc, "--config", Path.Combine(folder, "no.yml"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no such file", run.Error);
    }

    [Fact]
    public void Region_IsTheFilesUntilTheCommandLineNamesOne()
    {
        var config = Config("region: eu-central-1\n");

        Assert.Equal("eu-central-1", Region("--config", config));
        Assert.Equal("us-west-2", Region("--config", config, "--region", "us-west-2"));
        Assert.Equal("us-east-1", Region("--config", "none"));
    }

    [Fact]
    public void Owners_StandInTheFileOrInOneOfTheirOwn()
    {
        File.WriteAllText(Path.Combine(folder, "owners.json"), """{"rules": [{"match": {"name": "*"}, "owner": "olga"}]}""");
        var apart = CliRun.Of("report", Gc, "--format", "csv", "--config", Config("owners: owners.json\n"));
        var inside = CliRun.Of("report", Gc, "--format", "csv",
            "--config", Config("owners:\n  - match: {name: '*'}\n    owner: olga\n    budgetUsdAWeek: 100\n"));

        Assert.Equal(0, apart.ExitCode);
        Assert.Contains("olga", apart.Output);
        Assert.Equal(apart.Output, inside.Output);
    }

    [Fact]
    public void OtherDetectors_AreAnotherRecordOfTheState()
    {
        var key = Key("none");

        Assert.NotEqual(key, Key(Config("detectors:\n  off: [gc]\n")));
        Assert.Equal(Key(Config("detectors:\n  off: [gc, skew]\n")), Key(Config("detectors:\n  off: [skew, gc]\n")));
    }

    [Fact]
    public void File_IsFoundInTheNearestFolderAbove()
    {
        var deep = Directory.CreateDirectory(Path.Combine(folder, "a", "b", "c")).FullName;
        File.WriteAllText(Path.Combine(folder, ".rightsizer.yml"), "");
        Assert.Equal(Path.Combine(folder, ".rightsizer.yml"), ProjectFile.Find(deep));

        File.WriteAllText(Path.Combine(folder, "a", "b", ".rightsizer.yml"), "");
        Assert.Equal(Path.Combine(folder, "a", "b", ".rightsizer.yml"), ProjectFile.Find(deep));
    }

    [Fact]
    public void Explain_WithoutAKindListsAll()
    {
        var run = CliRun.Of("explain");

        Assert.Equal(0, run.ExitCode);
        foreach (var page in Directory.GetFiles(Path.Combine(SharedFolder.RepositoryRoot, "docs", "detectors"), "RSZ*.md"))
            Assert.Contains(Path.GetFileNameWithoutExtension(page), run.Output);
    }

    string Config(string text)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.yml");
        File.WriteAllText(file, text);
        return file;
    }

    static string Sample(string name) => Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", name);

    static string Diagnose(string log, string config) => CliRun.Of("diagnose", log, "--format", "json", "--config", config).Output;

    static string Key(string config)
    {
        using var line = Json(CliRun.Of("summarize", Gc, "--config", config).Output);
        return line.RootElement.GetProperty("key").GetProperty("pricing").GetString()!;
    }

    static string? Region(params string[] options)
    {
        using var report = Json(CliRun.Of(["diagnose", Gc, "--format", "json", .. options]).Output);
        return report.RootElement.GetProperty("cost").GetProperty("region").GetString();
    }

    static JsonDocument Json(string text) => JsonDocument.Parse(text);

    static string[] Kinds(JsonDocument report) =>
        [.. report.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("kind").GetString()!)];

    static long Saves(JsonDocument report, string kind) => report.RootElement.GetProperty("findings").EnumerateArray()
        .Single(f => f.GetProperty("kind").GetString() == kind).GetProperty("savesMs").GetInt64();
}
