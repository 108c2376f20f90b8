using System.Reflection;

namespace Rightsizer.Cli.Tests;

/// <summary>Arrows go Cli -> Reports -> Analyzer -> EventLogParser, Cli -> Charts -> Reports, Cli -> Aws -> Analyzer, never back.</summary>
public class AssemblyDirectionTests
{
    [Theory]
    [InlineData("Rightsizer.EventLogParser", "")]
    [InlineData("Rightsizer.Analyzer", "Rightsizer.EventLogParser")]
    [InlineData("Rightsizer.Reports", "Rightsizer.Analyzer,Rightsizer.EventLogParser")]
    [InlineData("Rightsizer.Aws", "Rightsizer.Analyzer,Rightsizer.EventLogParser")]
    [InlineData("Rightsizer.Charts", "Rightsizer.Reports")]
    [InlineData("rightsizer", "Rightsizer.Analyzer,Rightsizer.Aws,Rightsizer.Charts,Rightsizer.EventLogParser,Rightsizer.Reports")]
    public void Assembly_ReferencesOnlyWhatLiesBeneathIt(string assembly, string allowed)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!)
            .Where(n => n.StartsWith("Rightsizer", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

        Assert.Empty(references.Except(allowed.Split(',')));
    }

    [Fact]
    public void EventLogParser_UsesTheBaseClassLibraryOnly()
    {
        var references = Assembly.Load("Rightsizer.EventLogParser").GetReferencedAssemblies().Select(a => a.Name!);

        Assert.All(references, n => Assert.True(n.StartsWith("System", StringComparison.Ordinal) || n is "netstandard" or "mscorlib", n));
    }
}
