using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>THIRD-PARTY-NOTICES.md names each package that is shipped, and holds the licences that they ask to be handed on.</summary>
public class NoticesTests
{
    static readonly string notices = In("THIRD-PARTY-NOTICES.md");

    /// <summary>Used while the program is built, and no part of it.</summary>
    static readonly string[] buildOnly =
        ["Meziantou.Analyzer", "Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.ILLink.Tasks"];

    [Fact]
    public void PackagesOfTheProgram_AreThoseOfTheNotices()
    {
        using var locked = JsonDocument.Parse(In("src/Cli/packages.lock.json"));
        var shipped = locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(f => f.Value.EnumerateObject())
            .Where(p => p.Value.GetProperty("type").GetString() != "Project").Select(p => p.Name).Except(buildOnly);

        Assert.Equal(shipped.Distinct().Order(StringComparer.Ordinal),
            Rows("| package |").SelectMany(r => r[0].Split(", ")).Order(StringComparer.Ordinal));
    }

    /// <summary>Assemblies of others beside the program that these tests run, each in a package of the notices.</summary>
    [Fact]
    public void AssembliesBesideTheProgram_AreOfPackagesOfTheNotices()
    {
        using var program = JsonDocument.Parse(In(Path.ChangeExtension(typeof(RightsizerCli).Assembly.Location, ".deps.json")));
        var shipped = program.RootElement.GetProperty("targets").EnumerateObject().SelectMany(t => t.Value.EnumerateObject())
            .Where(l => l.Value.TryGetProperty("runtime", out _) || l.Value.TryGetProperty("runtimeTargets", out _))
            .Select(l => l.Name.Split('/')[0]).Where(n => !n.StartsWith("Rightsizer", StringComparison.OrdinalIgnoreCase)).ToList();

        Assert.NotEmpty(shipped);
        Assert.Empty(shipped.Except(Rows("| package |").SelectMany(r => r[0].Split(", "))));
    }

    [Fact]
    public void LicencesOfTheTables_AreInFull()
    {
        var used = Rows("| package |").Select(r => r[1]).Concat(Rows("| project | in |").Select(r => r[2])).Distinct();
        var given = notices[notices.IndexOf("\n## Licences\n", StringComparison.Ordinal)..].Split("\n### ").Skip(1)
            .ToDictionary(s => s[..s.IndexOf('\n', StringComparison.Ordinal)]);

        Assert.Equal(used.Order(StringComparer.Ordinal), given.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("Redistributions in binary form must reproduce", given["BSD-3-Clause"], StringComparison.Ordinal);
        Assert.Contains("EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE", given["BSD-3-Clause"], StringComparison.Ordinal);
    }

    static string In(string file) => File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, file));

    /// <summary>The cells of a table whose header starts so.</summary>
    static IEnumerable<string[]> Rows(string header) => notices[notices.IndexOf(header, StringComparison.Ordinal)..].Split('\n').Skip(2)
        .TakeWhile(l => l.StartsWith('|')).Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries));
}
