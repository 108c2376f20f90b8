namespace Rightsizer.Aws;

/// <summary>Waits between tries of a request to AWS.</summary>
static class Backoff
{
    /// <summary>Twice as long after each failure, and drawn: requests that were refused together do not come back together.</summary>
    public static Task WaitAsync(TimeSpan first, TimeSpan longest, int failures, CancellationToken cancellation)
    {
        var most = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, failures - 1));
        return Task.Delay(TimeSpan.FromMilliseconds(most * (1 + Random.Shared.NextDouble()) / 2), cancellation);
    }
}
