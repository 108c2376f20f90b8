using System.Diagnostics;

namespace Rightsizer.Cli.Tests;

/// <summary>A script of the repository, run with stand-ins for the programs that it calls.</summary>
static class BashScript
{
    /// <summary>Puts a program of that name into the folder, which runs the lines as bash does.</summary>
    public static void StandIn(string folder, string name, string lines)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{lines}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a program with the stand-ins first on its path; both of its streams, output first.</summary>
    public static (int ExitCode, string Said) Run(
        string standIns, string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = standIns + ":" + Environment.GetEnvironmentVariable("PATH");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
