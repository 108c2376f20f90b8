namespace Rightsizer.Analyzer.Model;

/// <summary>SparkListenerEnvironmentUpdate, last one seen.</summary>
public sealed record SparkEnvironment
{
    static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> SparkProperties { get; init; } = Nothing;
    public IReadOnlyDictionary<string, string> SystemProperties { get; init; } = Nothing;
    public IReadOnlyDictionary<string, string> HadoopProperties { get; init; } = Nothing;
    public IReadOnlyDictionary<string, string> JvmInformation { get; init; } = Nothing;
    public IReadOnlyDictionary<string, string> ClasspathEntries { get; init; } = Nothing;
    public int Updates { get; init; }

    /// <summary>x86_64 or arm64, of the driver's JVM; null when the log does not tell.</summary>
    public string? Architecture => SystemProperties.GetValueOrDefault("os.arch") switch
    {
        "aarch64" => "arm64",
        "amd64" or "x86_64" => "x86_64",
        _ => null,
    };

    /// <summary>A Spark property, null when the log does not have it.</summary>
    public string? this[string key] => SparkProperties.GetValueOrDefault(key);
}
