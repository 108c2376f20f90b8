using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rightsizer.Fuzz.Mutators;

namespace Rightsizer.Fuzz.Targets;

/// <summary>
/// A state that was damaged, or made by someone who means harm. Damage is seen and changes no figure; a forged part may say what it likes,
/// but breaks nothing.
/// </summary>
sealed class StateTarget : FuzzTarget
{
    readonly Lazy<(string Name, byte[] Bytes)> part;
    int wholeRuns;

    public StateTarget() => part = new Lazy<(string, byte[])>(Make);

    public override string Name => "state";
    public override int Share => 2;

    public override void Try(Random random, WorkFolder folder)
    {
        Logs(folder);
        var (name, bytes) = part.Value;
        var forged = random.Next(2) == 0;
        if (forged)
        {
            // the path of the log, which the state keys by, is this worker's own
            var lines = Encoding.UTF8.GetString(bytes).Replace("@FOLDER@", folder.In("logs"), StringComparison.Ordinal)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes).ToList();
            var at = random.Next(lines.Count);
            lines[at] = JsonMutator.Mutate(lines[at], random);
            bytes = LogMutator.Join(lines);
            name = $"date=2026-11-21/part-{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}.jsonl";
        }
        else bytes = ByteMutator.Mutate(bytes, random);
        folder.Put("state/" + name, bytes);
        var run = Command.Run("report", folder.In("logs"), "--state", folder.In("state"), "--format", "json");
        if (run.Code != 0) return;
        using var json = run.Json();
        var runs = json.RootElement.GetProperty("report").GetProperty("total").GetProperty("runs").GetInt32();
        if (!forged && runs != wholeRuns) throw new BrokenInvariantException($"{runs} runs with a damaged state, {wholeRuns} without");
    }

    static void Logs(WorkFolder folder)
    {
        folder.Put("logs/app-1", LogMutator.Join(Seeds.Logs[^1]));
        folder.Put("logs/app-2", LogMutator.Join(Seeds.SmallLogs[0]));
    }

    (string, byte[]) Make()
    {
        using var folder = new WorkFolder();
        Logs(folder);
        using (var json = Command.Run("report", folder.In("logs"), "--state", folder.In("state"), "--format", "json").Json())
            wholeRuns = json.RootElement.GetProperty("report").GetProperty("total").GetProperty("runs").GetInt32();
        var file = Directory.EnumerateFiles(folder.In("state"), "*.jsonl", SearchOption.AllDirectories).First();
        var text = File.ReadAllText(file).Replace(folder.In("logs"), "@FOLDER@", StringComparison.Ordinal);
        return (Path.GetRelativePath(folder.In("state"), file), Encoding.UTF8.GetBytes(text));
    }
}
