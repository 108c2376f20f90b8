using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>Source-generated, so that trimming and ahead-of-time compilation stay possible.</summary>
[JsonSerializable(typeof(JsonElement))]
sealed partial class RawContext : JsonSerializerContext;
