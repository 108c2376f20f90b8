using System.Globalization;

namespace Rightsizer.EventLogParser.Input.Hdfs;

/// <summary>A file in HDFS as a file of a log.</summary>
sealed class HdfsLogPart(HdfsClient client, HdfsAddress address, string name, HdfsStatus status) : LogPart
{
    /// <summary>Path below what was listed, with '/' between folders.</summary>
    public override string Name => name;

    public override string Location => address.ToString();

    public override long? Length => status.Length;

    public override long? ModifiedMs => status.ModifiedMs;

    /// <summary>HDFS has no mark of its own: a file is only ever longer, or another one.</summary>
    public override string ETag => string.Create(CultureInfo.InvariantCulture, $"{status.ModifiedMs:x}-{status.Length:x}");

    public override Stream OpenRead() => new HdfsReadStream(client, address, status.Length);
}
