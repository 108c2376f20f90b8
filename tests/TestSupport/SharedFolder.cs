namespace Rightsizer.TestSupport;

/// <summary>
/// The folder of logs, truth and tools that may lie beside a checkout. Tests that need it are skipped where it is missing.
/// </summary>
public static class SharedFolder
{
    public const string SkipReason = "the shared folder of logs is not beside this checkout (set RIGHTSIZER_SHARED)";

    /// <summary>The checkout's root: the folder that holds Rightsizer.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Null where it is missing.</summary>
    public static string? Path { get; } = Find();

    static string FindRoot()
    {
        var d = new DirectoryInfo(AppContext.BaseDirectory);
        while (d is not null && !File.Exists(System.IO.Path.Combine(d.FullName, "Rightsizer.sln"))) d = d.Parent;
        return d?.FullName ?? throw new InvalidOperationException("Rightsizer.sln not found above " + AppContext.BaseDirectory);
    }

    static string? Find()
    {
        var path = Environment.GetEnvironmentVariable("RIGHTSIZER_SHARED") is { Length: > 0 } p ? p
            : System.IO.Path.Combine(RepositoryRoot, "..", "shared");
        return Directory.Exists(System.IO.Path.Combine(path, "logs")) ? System.IO.Path.GetFullPath(path) : null;
    }
}
