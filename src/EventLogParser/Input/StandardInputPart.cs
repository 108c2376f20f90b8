namespace Rightsizer.EventLogParser.Input;

/// <summary>A log piped in. It can be read once.</summary>
public sealed class StandardInputPart(Stream stream) : LogPart
{
    bool opened;

    public override string Name => "-";

    public override string Location => "standard input";

    public override long? Length => null;

    public override Stream OpenRead()
    {
        if (opened) throw new InvalidOperationException("standard input can be read only once");
        opened = true;
        return stream;
    }
}
