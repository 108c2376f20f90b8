namespace Rightsizer.Aws.Calls;

/// <summary>Patience with a service. Tests make it small.</summary>
sealed record CallTuning
{
    /// <summary>Tries of one request, the first included. With the waits between them some 40 s.</summary>
    public int MaxFailures { get; init; } = 7;

    /// <summary>
    /// Wait after the first failure; doubled by each next one up to <see cref="LongestWait"/>, then drawn from its upper half.
    /// </summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Wait before it is asked again whether something is ready.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for a whole answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
