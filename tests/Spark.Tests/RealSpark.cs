using System.Diagnostics;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests;

/// <summary>The trimmed Spark of the shared folder and the Java that runs it.</summary>
static class RealSpark
{
    public const string SkipReason = "needs Java 17 on the path and the Spark of the shared folder";

    /// <summary>For a JVM that lives for seconds: most of its time would go to the optimising compiler.</summary>
    public const string QuickStart = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    /// <summary>Null where it is missing.</summary>
    public static string? Home { get; } =
        SharedFolder.Path is { } shared && Path.Combine(shared, "spark") is var home && Directory.Exists(Path.Combine(home, "jars")) ? home
            : null;

    /// <summary>Whether `java` starts; with <c>jdk.compiler</c> among its modules it also runs a source file.</summary>
    public static bool HasJava { get; } = Try("--version") is not null;

    public static bool HasJavaCompiler { get; } = Try("--list-modules")?.Contains("jdk.compiler", StringComparison.Ordinal) == true;

    static string? Try(string argument)
    {
        try
        {
            using var java = Process.Start(
                new ProcessStartInfo("java", [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var text = java.StandardOutput.ReadToEnd();
            java.WaitForExit();
            return java.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
