namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>The events that come as reused structs; all others are objects.</summary>
enum HotEvent { None, TaskStart, TaskEnd }
