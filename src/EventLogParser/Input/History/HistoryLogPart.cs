namespace Rightsizer.EventLogParser.Input.History;

/// <summary>A log of one file, as a History Server zips it. Each opening asks the server anew.</summary>
sealed class HistoryLogPart(HistoryServerClient client, HistoryServerAddress address, string name) : LogPart
{
    public override string Name => name;

    public override string Location => address.ToString();

    public override long? Length => null;

    public override Stream OpenRead() => new FirstZipEntryStream(client.OpenZip(address), Location);
}
