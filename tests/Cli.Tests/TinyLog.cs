namespace Rightsizer.Cli.Tests;

/// <summary>A folder of its own for one test, with the smallest of logs in it.</summary>
sealed class TinyLog : IDisposable
{
    public const string Start = """{"Event":"SparkListenerApplicationStart","App Name":"tiny","App ID":"app-1","Timestamp":1700000000000,"User":"u"}""";
    public const string End = """{"Event":"SparkListenerApplicationEnd","Timestamp":1700000005000}""";

    public TinyLog(params string[] lines)
    {
        Folder = Directory.CreateTempSubdirectory("rightsizer-test-").FullName;
        Log = Path.Combine(Folder, "app-1");
        File.WriteAllText(Log, string.Concat(lines.Select(l => l + "\n")));
    }

    public string Folder { get; }
    public string Log { get; }

    public string In(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
