namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>Why a line gave no event.</summary>
enum MalformedKind { None, NotJson, NoEvent, TooLong, BadUtf8, TooDeep, NoField }
