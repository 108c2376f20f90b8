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
        Parts = [new BytesPart("test.log", bytes)],
    };

    sealed class BytesPart(string name, byte[] bytes) : LogPart
    {
        public override string Name => name;
        public override string Location => name;
        public override long? Length => bytes.Length;
        public override Stream OpenRead() => new MemoryStream(bytes, writable: false);
    }
}
