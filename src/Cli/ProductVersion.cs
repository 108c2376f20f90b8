using System.Reflection;

namespace Rightsizer.Cli;

static class ProductVersion
{
    /// <summary>Version and, where the build knew it, the commit: <c>0.1.0+4f2a9c1e0b7d</c>.</summary>
    public static string Text { get; } = Shorten(
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>Without the commit.</summary>
    public static string Number => Text.Split('+')[0];

    const int CommitDigits = 12;

    static string Shorten(string version) =>
        version.IndexOf('+') is var plus and >= 0 && version.Length > plus + 1 + CommitDigits ? version[..(plus + 1 + CommitDigits)]
            : version;
}
