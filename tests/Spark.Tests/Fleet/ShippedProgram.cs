using System.Diagnostics;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests.Fleet;

/// <summary>The self-contained program that a job takes along: RIGHTSIZER_BINARY, or published once for the run.</summary>
static class ShippedProgram
{
    static readonly Lazy<string> path = new(Publish);

    public static string Path => path.Value;

    /// <summary>What it prints, stderr after stdout; it must end with 0.</summary>
    public static string Run(params string[] args) => Run(null, args);

    /// <param name="sparkHome">For `--engine spark`.</param>
    public static string Run(string? sparkHome, params string[] args)
    {
        var start = new ProcessStartInfo(Path, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SPARK_HOME"] = sparkHome;
        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        start.Environment["PYSPARK_PYTHON"] = "/usr/bin/python3";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"rightsizer {string.Join(' ', args)}: exit {process.ExitCode}: {error.Result}");
        return output + error.Result;
    }

    static string Publish()
    {
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_BINARY") is { Length: > 0 } given) return System.IO.Path.GetFullPath(given);
        var folder = Directory.CreateTempSubdirectory("rightsizer-shipped").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var publish = Process.Start(new ProcessStartInfo("dotnet",
            ["publish", System.IO.Path.Combine(SharedFolder.RepositoryRoot, "src", "Cli"), "-r", "linux-x64", "-o", folder, "-v", "q"])
        { RedirectStandardOutput = true })!;
        var said = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        Assert.True(publish.ExitCode == 0, said);
        return System.IO.Path.Combine(folder, "rightsizer");
    }
}
