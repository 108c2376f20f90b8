using System.Runtime.CompilerServices;

namespace Rightsizer.TestSupport;

/// <summary>
/// Holds text against a file that is checked in beside the test, under Golden/. With RIGHTSIZER_ACCEPT=1 the file is written
/// anew; the change is then reviewed like code.
/// </summary>
public static class GoldenFile
{
    /// <summary>Throws with the first line that differs.</summary>
    public static void Check(string actual, string name, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        if (!File.Exists(path)) throw new InvalidOperationException($"no golden file {name}; run with RIGHTSIZER_ACCEPT=1 and review it");
        var expected = File.ReadAllText(path);
        if (expected == actual) return;
        string[] want = expected.Split('\n'), got = actual.Split('\n');
        var line = 0;
        while (line < want.Length && line < got.Length && want[line] == got[line]) line++;
        throw new InvalidOperationException(
            $"{name} differs at line {line + 1}\nexpected: {want.ElementAtOrDefault(line)}\nactual:   {got.ElementAtOrDefault(line)}");
    }
}
