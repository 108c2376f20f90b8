using System.Text.Json.Nodes;

namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>Part of a Terraform file, in the file's order.</summary>
public abstract record HclItem;

public sealed record HclComment(string Text) : HclItem;

public sealed record HclArgument(string Name, HclValue Value) : HclItem;

/// <summary>A block: <c>resource "aws_emr_cluster" "this" { ... }</c>.</summary>
public sealed record HclBlock(string Type, IReadOnlyList<string> Labels, IReadOnlyList<HclItem> Items) : HclItem;

/// <summary>The value of an argument.</summary>
public abstract record HclValue
{
    public static implicit operator HclValue(int value) => new HclNumber(value);
    public static implicit operator HclValue(bool value) => new HclExpression(value ? "true" : "false");
}

/// <summary>Code that stands as it is: <c>var.tags</c>, <c>null</c>.</summary>
public sealed record HclExpression(string Code) : HclValue;

/// <summary>Text in which nothing is a template.</summary>
public sealed record HclText(string Text) : HclValue;

public sealed record HclNumber(int Value) : HclValue;

/// <summary>On one line.</summary>
public sealed record HclList(IReadOnlyList<HclValue> Values) : HclValue
{
    public static HclList OfTexts(IEnumerable<string> texts) => new([.. texts.Select(t => new HclText(t))]);
}

/// <summary>On one line.</summary>
public sealed record HclObject(IReadOnlyList<KeyValuePair<string, HclValue>> Entries) : HclValue;

/// <summary>Each entry on a line of its own.</summary>
public sealed record HclMap(IReadOnlyList<KeyValuePair<string, HclValue>> Entries) : HclValue;

/// <summary>A function of Terraform.</summary>
public sealed record HclCall(string Function, IReadOnlyList<HclValue> Arguments) : HclValue;

/// <summary>JSON, encoded by Terraform.</summary>
public sealed record HclJson(JsonNode Json) : HclValue;
