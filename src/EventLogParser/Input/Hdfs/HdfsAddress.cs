using System.Globalization;

namespace Rightsizer.EventLogParser.Input.Hdfs;

/// <summary>A path of an HDFS, and where its NameNode speaks WebHDFS.</summary>
/// <param name="Given">Scheme and host as the user wrote them: <c>hdfs://host:8020</c>.</param>
/// <param name="Server">Where requests go: <c>http://host:9870</c>.</param>
/// <param name="Path">Absolute, without a '/' at its end; the root is "".</param>
sealed record HdfsAddress(string Given, string Server, string Path)
{
    /// <summary>Where WebHDFS is for addresses that name the RPC port or a name service: <c>http://host:9870</c>.</summary>
    public const string ServerVariable = "RIGHTSIZER_WEBHDFS";

    const string Form = "use webhdfs://NAMENODE:9870/PATH, swebhdfs://NAMENODE:9871/PATH or hdfs://NAMENODE/PATH";

    /// <summary>Ports of HDFS's RPC, which does not speak HTTP.</summary>
    static readonly int[] RpcPorts = [8020, 8021, 9000, 54310];

    static readonly string[] Schemes = ["webhdfs", "swebhdfs", "hdfs"];

    public static bool Takes(string location) =>
        Schemes.Any(s => location.StartsWith(s + "://", StringComparison.OrdinalIgnoreCase));

    /// <exception cref="RightsizerException">It names no host or is no such address.</exception>
    public static HdfsAddress Parse(string location)
    {
        var split = location.IndexOf("://", StringComparison.Ordinal);
        var scheme = location[..split].ToLowerInvariant();
        var rest = location[(split + 3)..];
        var slash = rest.IndexOf('/');
        var (authority, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..].TrimEnd('/'));
        var given = scheme + "://" + authority;
        if (path.Any(char.IsControl) || path.Split('/').Any(p => p is "." or "..")) throw Wrong(location, "the path has . or .. in it");
        if (Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } server && scheme == "hdfs")
        {
            if (!Uri.TryCreate(server, UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https") || at.AbsolutePath != "/"
                || at.UserInfo.Length > 0)
            {
                throw new RightsizerException(
                    ExitCode.BadArguments, $"{ServerVariable}={server}: must be an address such as http://namenode:9870");
            }
            return new HdfsAddress(given, at.GetLeftPart(UriPartial.Authority), path);
        }
        if (authority.Length == 0) throw Wrong(location, $"names no NameNode; {Form}");
        if (!Uri.TryCreate("http://" + authority, UriKind.Absolute, out var host) || host.UserInfo.Length > 0 || host.AbsolutePath != "/")
            throw Wrong(location, $"is not an address of HDFS; {Form}");
        var secure = scheme == "swebhdfs";
        var port = host.IsDefaultPort && !authority.EndsWith(":80", StringComparison.Ordinal)
            || scheme == "hdfs" && RpcPorts.Contains(host.Port) ? secure ? 9871 : 9870 : host.Port;
        return new HdfsAddress(given, string.Create(CultureInfo.InvariantCulture,
            $"{(secure ? "https" : "http")}://{host.Host}:{port}"), path);
    }

    /// <summary>A file or folder below.</summary>
    public HdfsAddress Below(string name) => this with { Path = Path + "/" + name };

    /// <summary>The request for an operation, as WebHDFS wants it.</summary>
    public Uri Request(string operation) => new(
        $"{Server}/webhdfs/v1{string.Join('/', Path.Split('/').Select(Uri.EscapeDataString))}{(Path.Length == 0 ? "/" : "")}"
            + $"?op={operation}");

    public override string ToString() => Given + (Path.Length == 0 ? "/" : Path);

    static RightsizerException Wrong(string location, string what) => new(ExitCode.BadArguments, $"{location}: {what}");
}
