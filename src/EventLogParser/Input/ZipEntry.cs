namespace Rightsizer.EventLogParser.Input;

/// <summary>A file as a zip's central directory lists it.</summary>
readonly record struct ZipEntry(string Name, int Method, bool Encrypted, long StoredBytes, long PlainBytes, uint Crc, long HeaderOffset);
