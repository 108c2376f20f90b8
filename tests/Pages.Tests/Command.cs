using System.Diagnostics;

namespace Rightsizer.Pages.Tests;

/// <summary>The program as a user runs it.</summary>
static class Command
{
    /// <summary>Runs it with <c>--output</c> of a new file in <paramref name="folder"/>, whose path is returned.</summary>
    public static string Page(string folder, params string[] arguments)
    {
        var file = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".html");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var a in (string[])[Path.Combine(AppContext.BaseDirectory, "rightsizer.dll"), .. arguments, "--format", "html", "--output",
            file]) start.ArgumentList.Add(a);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}");
        return file;
    }
}
