using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary><c>diagnose --emit conf</c> and <c>--against</c>: what is emitted is what is then found to be as advised.</summary>
public sealed class EmitAndAgainstTests : IDisposable
{
    static readonly string Log = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd");

    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void EmittedSettings_AreAsAdvised()
    {
        var file = Path.Combine(folder, "patch.conf");
        File.WriteAllText(file, CliRun.Of("diagnose", Log, "--emit", "conf").Output);
        var settings = File.ReadLines(file).Where(l => l.Length > 0 && l[0] != '#').ToList();

        Assert.Contains("spark.sql.adaptive.enabled true", settings);
        // a reason stands above each
        Assert.All(settings, s => Assert.Contains(". Now: ", File.ReadAllText(file).Split(s)[0].Split("\n\n")[^1].Replace("\n# ", " ")));
        var lines = Against(file);
        Assert.Equal(settings.Count, lines.Length);
        Assert.All(lines, l => Assert.StartsWith("as advised ", l));
    }

    [Fact]
    public void OtherSettings_SayHowTheyStand()
    {
        var file = Path.Combine(folder, "mine.conf");
        File.WriteAllText(file, "spark.sql.adaptive.enabled true\nspark.foo.bar 3\nspark.executor.memory 4g\n");
        var lines = Against(file);

        Assert.Contains(lines, l => l.StartsWith("as advised ", StringComparison.Ordinal) && l.Contains("adaptive.enabled  true"));
        Assert.Contains(lines,
            l => l.StartsWith("differs ", StringComparison.Ordinal) && l.Contains("spark.executor.memory  4g, advised: "));
        Assert.Contains(lines, l => l.StartsWith("not in the log ", StringComparison.Ordinal) && l.Contains("spark.foo.bar  3"));
        Assert.Contains(lines, l => l.StartsWith("absent ", StringComparison.Ordinal) && l.Contains("skewedPartitionThresholdInBytes"));
    }

    /// <summary>A file of another sort lacks every setting, and that is no answer about a cluster.</summary>
    [Theory]
    [InlineData("{ \"spark.executor.memory\": \"2g\" }", 2)]
    [InlineData("# nothing is set\n\n", 0)]
    public void FileWithoutASetting_IsRefusedUnlessItIsEmpty(string text, int exit)
    {
        var file = Path.Combine(folder, "other.txt");
        File.WriteAllText(file, text);

        Assert.Equal(exit, CliRun.Of("diagnose", Log, "--against", file).ExitCode);
    }

    static string[] Against(string file) => CliRun.Of("diagnose", Log, "--against", file).Output.TrimEnd('\n').Split('\n');
}
