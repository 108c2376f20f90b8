using System.Text.Json;

namespace Rightsizer.Cli.Mcp;

/// <summary>One tool: what it is called with, and what makes its answer.</summary>
/// <param name="Name">As it is called.</param>
/// <param name="Description">What an assistant reads to choose it.</param>
/// <param name="Properties">JSON of its arguments, name to schema.</param>
/// <param name="Required">Arguments that it cannot do without.</param>
/// <param name="Answer">From arguments to a brief text.</param>
sealed record McpTool(
    string Name, string Description, string Properties, IReadOnlyList<string> Required, Func<McpArguments, CancellationToken,
        string> Answer)
{
    /// <summary>JSON Schema of the arguments.</summary>
    public JsonElement Schema { get; } = JsonElement.Parse(
        $$"""
        {"type":"object","properties":{{Properties}},"required":[{{string.Join(',', Required.Select(r => $"\"{r}\""))}}],
        "additionalProperties":false}
        """);

    /// <summary>Names of the arguments.</summary>
    public IEnumerable<string> Names => Schema.GetProperty("properties").EnumerateObject().Select(p => p.Name);
}
