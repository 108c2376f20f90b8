using System.Diagnostics;
using Rightsizer.TestSupport;

namespace Rightsizer.Pages.Tests;

/// <summary>Pages that the program writes.</summary>
static class Command
{
    /// <summary>The pages of all tests; <see cref="Browser"/> deletes it.</summary>
    public static string Folder { get; } = Directory.CreateTempSubdirectory("rightsizer-pages-").FullName;

    static readonly Dictionary<string, string> pages = new(StringComparer.Ordinal);

    /// <summary>
    /// Runs it with <c>--output</c> of a new file, whose path is returned. The same arguments are run once: tests leave the file as it is.
    /// </summary>
    public static string Page(params string[] arguments)
    {
        var key = string.Join('\n', arguments);
        return pages.TryGetValue(key, out var known) ? known : pages[key] = Written(arguments);
    }

    static string Written(string[] arguments)
    {
        var file = Path.Combine(Folder, Guid.NewGuid().ToString("N") + ".html");
        var start = new ProcessStartInfo(ProgramCommand.Words[0]) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] words = [.. ProgramCommand.Words[1..], .. arguments, "--format", "html", "--output", file];
        foreach (var word in words) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}");
        return file;
    }
}
