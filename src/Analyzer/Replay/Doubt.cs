namespace Rightsizer.Analyzer.Replay;

/// <summary>Something that differs at the asked shape and that one log cannot settle. It widens the band and lowers the tier.</summary>
/// <param name="Effect">One of <see cref="Effects"/>.</param>
/// <param name="Text">The same in a sentence, with its numbers.</param>
public sealed record Doubt(string Effect, string Text);
