using System.Text;

namespace Rightsizer.Cli;

/// <summary>stderr of a command with <c>--redact</c>: what is written to it has no names of logs, paths and hosts.</summary>
sealed class GatedWriter(TextWriter inner, ErrorGate gate) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value)
    {
        if (value is not null) inner.Write(gate.Message(value));
    }

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : gate.Message(value));

    public override void Flush() => inner.Flush();
}
