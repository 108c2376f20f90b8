namespace Rightsizer.Aws.S3;

/// <summary>Sizes and patience of reading from S3. Tests make them small.</summary>
sealed record S3Tuning
{
    /// <summary>Bytes of an object's first request, which is all that telling a log from another file needs.</summary>
    public int HeadBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of the first request ahead; each next one is twice as long, up to <see cref="RangeBytes"/>.</summary>
    public int FirstRangeBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of a request ahead. AWS advises 8 to 16 MB.</summary>
    public int RangeBytes { get; init; } = 8 << 20;

    /// <summary>Requests ahead of the reader at a time; they bound the memory, too.</summary>
    public int RangesAhead { get; init; } = 4;

    /// <summary>Time without a byte after which a request is given up and made again.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Failures in a row, none of which brought a byte, after which reading ends. With the waits between them some 25 s.</summary>
    public int MaxFailures { get; init; } = 10;

    /// <summary>
    /// As <see cref="MaxFailures"/> while the store has never answered: it is then rather a wrong address than a bad moment.
    /// </summary>
    public int MaxFailuresBeforeContact { get; init; } = 3;

    /// <summary>
    /// Wait after the first failure; doubled by each next one up to <see cref="LongestWait"/>, then drawn from its upper half.
    /// </summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(5);
}
