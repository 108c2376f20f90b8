namespace Rightsizer.EventLogParser.Input.Hdfs;

/// <summary>A file or folder as the NameNode lists it.</summary>
/// <param name="Name">Below what was listed; "" for what was asked for itself.</param>
/// <param name="IsFolder">A folder.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedMs">Epoch milliseconds.</param>
sealed record HdfsStatus(string Name, bool IsFolder, long Length, long ModifiedMs);
