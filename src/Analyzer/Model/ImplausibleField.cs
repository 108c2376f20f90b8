namespace Rightsizer.Analyzer.Model;

/// <summary>A field of an event whose value cannot be true, and was not used.</summary>
/// <param name="Event">Class name of the event, without its package.</param>
/// <param name="Field">Name of the field in the log.</param>
/// <param name="Count">Events in which it was so.</param>
/// <param name="PutsInDoubt">What rests on the field.</param>
public sealed record ImplausibleField(string Event, string Field, long Count, DoubtSubject PutsInDoubt);
