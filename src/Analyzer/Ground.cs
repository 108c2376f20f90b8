namespace Rightsizer.Analyzer;

/// <summary>Where a number comes from, weakest first: a line takes the weakest ground of what it rests on.</summary>
public enum Ground { Missing, Assumed, Derived, Simulated, Measured, Billed }
