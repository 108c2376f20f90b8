namespace Rightsizer.Analyzer.Answers.Headroom;

/// <summary>A limit that more input reaches.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Ratio">Input over that of the run at which it is reached; 1 where this run reached it.</param>
/// <param name="InputBytes">The same in bytes of input; null where the source counts no bytes.</param>
/// <param name="Fatal">The run fails there; else it becomes slower than predicted.</param>
/// <param name="Text">One sentence with the numbers.</param>
public sealed record HeadroomBreak(HeadroomLimit Kind, double Ratio, long? InputBytes, bool Fatal, string Text);

/// <summary>What more input can break.</summary>
public enum HeadroomLimit
{
    /// <summary>Nine runs in ten would no longer end in time.</summary>
    Deadline,

    /// <summary>Cached data would no longer fit and be computed again.</summary>
    Cache,

    /// <summary>Tasks would spill.</summary>
    Spill,

    /// <summary>Results of a job would pass spark.driver.maxResultSize.</summary>
    DriverResult,

    /// <summary>Shuffle and spill files would not fit onto the nodes' disks.</summary>
    Disk,
}
