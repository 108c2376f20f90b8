using Rightsizer.EventLogParser.Input.History;

namespace Rightsizer.EventLogParser.Input;

/// <summary>The REST of a ResourceManager of YARN.</summary>
public static class YarnServer
{
    const string Applications = "/ws/v1/cluster/apps";

    /// <summary>What it knows about applications, as JSON.</summary>
    /// <param name="address">http://HOST:8088, or the whole address with a query of its own.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RightsizerException">Not an address, or no answer within a minute and 64 MB.</exception>
    public static byte[] ReadApplications(string address, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new RightsizerException(ExitCode.BadArguments, $"{address}: not an address; write http://HOST:8088");
        var url = uri.AbsolutePath.Contains(Applications, StringComparison.Ordinal) ? uri.AbsoluteUri
            : uri.GetLeftPart(UriPartial.Path).TrimEnd('/') + Applications + "?applicationTypes=SPARK";
        return new HistoryServerClient(cancellation)
            .Answer(url, "no list of applications there (NotFound); is it a ResourceManager of YARN?");
    }
}
