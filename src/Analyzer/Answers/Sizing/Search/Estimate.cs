using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>An option with its estimate.</summary>
/// <param name="Option">What.</param>
/// <param name="TimeMs">P50, expected interruptions in it.</param>
/// <param name="P90Ms">Of the run that a deadline must hold for.</param>
/// <param name="Usd">P50.</param>
/// <param name="Exact">Simulated at that very count.</param>
sealed record Estimate(Option Option, double TimeMs, double P90Ms, decimal Usd, bool Exact);
