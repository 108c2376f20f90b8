using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Reports.Formatting;

public static class WhatIfWords
{
    /// <summary>8 executors x 2 cores; 2 to 16 executors x 4 cores.</summary>
    public static string Shape(WhatIfAnswer a)
    {
        var cores = a.CoresPerExecutor == 1 ? "1 core" : $"{a.CoresPerExecutor} cores";
        return a.Executors is { } n ? $"{n} {(n == 1 ? "executor" : "executors")} x {cores}" : $"{a.MinExecutors} to {a.MaxExecutors} executors x {cores}";
    }

    /// <summary>38 min to 44 min.</summary>
    public static string Band(long? lowMs, long? highMs) => lowMs is null || highMs is null ? Quantity.Unknown : $"{Quantity.Duration(lowMs)} to {Quantity.Duration(highMs)}";
}
