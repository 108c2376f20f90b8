using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>What a linter of container files asks for; no container can be built here.</summary>
public class ContainerfileTests
{
    static readonly List<(string Word, string Value)> Instructions =
        [.. File.ReadLines(Path.Combine(SharedFolder.RepositoryRoot, "deploy", "Containerfile"))
            .Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split(' ', 2)).Select(w => (w[0], w[1]))];

    [Fact]
    public void Base_IsOfOneReleaseOfDebianAndHasNoShell() =>
        Assert.Matches(@"^gcr\.io/distroless/base-debian\d+:nonroot$", Assert.Single(Instructions, i => i.Word == "FROM").Value);

    /// <summary>No package manager and no download, so nothing but the published folder is needed.</summary>
    [Fact]
    public void Build_OnlyCopiesTheProgram()
    {
        Assert.DoesNotContain(Instructions, i => i.Word is "RUN" or "ADD");
        Assert.Equal("rightsizer /usr/local/bin/rightsizer", Assert.Single(Instructions, i => i.Word == "COPY").Value);
    }

    [Fact]
    public void Program_IsStartedWithoutAShellAndWithoutRoot()
    {
        Assert.Matches(@"^[1-9]\d*$", Assert.Single(Instructions, i => i.Word == "USER").Value);
        Assert.Equal("""["/usr/local/bin/rightsizer"]""", Assert.Single(Instructions, i => i.Word == "ENTRYPOINT").Value);
        Assert.True(Instructions.FindIndex(i => i.Word == "USER") > Instructions.FindIndex(i => i.Word == "COPY"));
    }
}
