using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Rightsizer.Cli.Mcp;

/// <summary>Messages of the protocol as JSON.</summary>
static class McpJson
{
    public static JsonTypeInfo<JsonRpcMessage> MessageType { get; } =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>Null where it is no message of the protocol.</summary>
    public static JsonRpcMessage? Message(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, MessageType);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
