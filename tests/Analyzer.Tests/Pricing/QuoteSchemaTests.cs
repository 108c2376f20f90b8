using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Pricing;

public class QuoteSchemaTests
{
    static string SchemaPath => Path.Combine(SharedFolder.RepositoryRoot, "docs", "quote.schema.json");

    [Fact]
    public void CheckedInSchema_IsThatOfTheTypes()
    {
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1") File.WriteAllText(SchemaPath, ShapeReader.Schema());
        Assert.Equal(File.ReadAllText(SchemaPath), ShapeReader.Schema());
    }

    [Fact]
    public void ShapeWithDefaultsLeftOut_HasThem()
    {
        var shape = ShapeReader.Read("s.json", """{ "region": "r", "emrOnEc2": { "nodes": [ { "instanceType": "m5.xlarge", "seconds": 1 } ] } }""").Single();
        var node = shape.EmrOnEc2!.Nodes.Single();
        Assert.Equal(("node", 1, 1m, null), (node.Role, node.Count, node.Share, node.Volumes));
    }

    [Fact]
    public void SeveralShapes_AreReadInOrder() => Assert.Equal(["a", "b"], ShapeReader.Read("s.json",
        """{ "shapes": [ { "name": "a", "region": "r", "crossZoneGb": 1 }, { "name": "b", "region": "r", "crossZoneGb": 1 } ] }""").Select(s => s.Name));
}
