using System.Text.Json.Serialization;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>Which part of a life a line pays for.</summary>
public enum LinePurpose
{
    [JsonStringEnumMemberName("run")] Run,

    /// <summary>Nodes or workers before the application began.</summary>
    [JsonStringEnumMemberName("startUp")] StartUp,

    /// <summary>Held, and used by no job.</summary>
    [JsonStringEnumMemberName("idle")] Idle,
}
