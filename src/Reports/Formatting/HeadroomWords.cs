using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Formatting;

/// <summary>A run with more input, in sentences.</summary>
public static class HeadroomWords
{
    /// <summary>One sentence a volume: "With 2 times the input (24 GiB): ~5 min 10 s (4 min 40 s to 5 min 50 s in 8 runs of 10)."</summary>
    public static string Point(HeadroomPoint point, HeadroomAnswer headroom)
    {
        var of = $"With {Times(point.Ratio)} the input{Volume(headroom, point.Ratio)}";
        var a = point.Answer;
        if (a.Refused is { } why) return $"{of}: not predicted, {why}.";
        var cost = a.CostUsd is { } usd ? $", {Quantity.Usd(usd, Ground.Simulated)}" : "";
        return $"{of}: ~{Quantity.Duration(a.DurationMs)} ({WhatIfWords.Band(a.DurationP10Ms, a.DurationP90Ms)} in 8 runs of 10){cost}.";
    }

    /// <summary>What breaks first, and at which volume.</summary>
    public static string First(HeadroomAnswer headroom) => headroom.Breaks.Count == 0
        ? "No limit that the log shows is reached below 8 times the input."
        : Break(headroom.Breaks[0], headroom, "First to break");

    /// <summary>"First to break, at 1.4 times the input (17 GiB): ...".</summary>
    public static string Break(HeadroomBreak limit, HeadroomAnswer headroom, string lead) => limit.Ratio <= 1
        ? $"{lead}: {limit.Text}" : $"{lead}, at {Times(limit.Ratio)} the input{Volume(headroom, limit.Ratio)}: {limit.Text}";

    /// <summary>How much of the work grows.</summary>
    public static string Growth(HeadroomAnswer headroom)
    {
        if (headroom is { GrowsRatio: 0, StaysRatio: 0 })
            return "How much of the task time grows with the input is not known from one run.";
        var parts = new List<string> { $"{Quantity.Percent(headroom.GrowsRatio)} of the task time grows with the input" };
        if (headroom.StaysRatio > 0) parts.Add($"{Quantity.Percent(headroom.StaysRatio)} stays");
        if (headroom.UnknownRatio > 0) parts.Add($"{Quantity.Percent(headroom.UnknownRatio)} is not known from one run");
        return string.Join(", ", parts) + ".";
    }

    /// <summary>1.5 times.</summary>
    public static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.##} times");

    static string Volume(HeadroomAnswer headroom, double ratio) => headroom.InputBytes > 0
        ? $" ({Quantity.Bytes(headroom.InputBytes * ratio)})"
        : headroom.InputRows > 0 ? $" ({Quantity.Count(Rounded(headroom.InputRows * ratio))} rows)" : "";

    /// <summary>To three figures.</summary>
    static double Rounded(double value)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, value))) - 2));
        return Math.Round(value / unit) * unit;
    }
}
