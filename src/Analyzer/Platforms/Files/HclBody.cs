namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>Collects the items of a Terraform file; blocks are written inside one another.</summary>
sealed class HclBody
{
    readonly Stack<List<HclItem>> open = new([[]]);

    public IReadOnlyList<HclItem> Items => open.Peek();

    public void Comment(string text) => open.Peek().Add(new HclComment(text));

    public void Set(string name, HclValue value) => open.Peek().Add(new HclArgument(name, value));

    public void SetText(string name, string text) => Set(name, new HclText(text));

    /// <summary>A reference to a variable or a resource, or another expression that stands as it is.</summary>
    public void SetCode(string name, string code) => Set(name, new HclExpression(code));

    public void Block(string type, Action body) => Block(type, [], body);

    public void Resource(string type, string name, Action body) => Block("resource", [type, name], body);

    public void Block(string type, IReadOnlyList<string> labels, Action body)
    {
        open.Push([]);
        body();
        var items = open.Pop();
        open.Peek().Add(new HclBlock(type, labels, items));
    }
}
