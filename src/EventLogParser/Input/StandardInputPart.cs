namespace Rightsizer.EventLogParser.Input;

/// <summary>A log piped in. It can be read once.</summary>
/// <param name="stream">Its bytes.</param>
/// <param name="location">What to call it: the path of a pipe.</param>
public sealed class StandardInputPart(Stream stream, string location = "standard input") : LogPart
{
    bool opened;

    public override string Name => "-";

    public override string Location => location;

    public override long? Length => null;

    public override Stream OpenRead()
    {
        if (opened) throw new InvalidOperationException($"{location} can be read only once");
        opened = true;
        return stream;
    }
}
