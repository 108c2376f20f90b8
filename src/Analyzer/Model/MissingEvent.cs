namespace Rightsizer.Analyzer.Model;

/// <summary>A kind of event that the log should have, or may lack, and has not once.</summary>
/// <param name="Event">Class name of the event, without its package.</param>
/// <param name="PutsInDoubt">What is not known, or rests on less than it should, in words.</param>
/// <param name="InDoubt">
/// Places of the JSON document whose figures this may make wrong, such as "executors.totalCores" or "sweep": everything below them.
/// </param>
public sealed record MissingEvent(string Event, string PutsInDoubt, IReadOnlyList<string> InDoubt);
