namespace Rightsizer.Analyzer.Detectors;

/// <summary>How much work a change is, or how much can go wrong.</summary>
public enum Degree { Low, Medium, High }

/// <summary>What to do about a kind of cause. Judgement, not measurement.</summary>
/// <param name="Action">An instruction.</param>
/// <param name="Effort">How much work it is.</param>
/// <param name="Risk">How much can go wrong.</param>
/// <param name="RiskWhy">What can.</param>
public sealed record Remedy(string Action, Degree Effort, Degree Risk, string RiskWhy);
