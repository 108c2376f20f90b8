using System.Text;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.TestSupport;

/// <summary>A log held in memory.</summary>
public static class TextLog
{
    public static EventLog Of(params string[] lines) => Of(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    public static EventLog Of(byte[] bytes) => new()
    {
        Kind = EventLogKind.Single,
        Location = "test.log",
        Parts = [new MemoryPart("test.log", bytes)],
    };
}
