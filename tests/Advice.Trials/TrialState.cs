using System.Text.Json;

namespace Rightsizer.Advice.Trials;

/// <summary>What is known of a trial so far; a file, so that a run that was stopped goes on where it was.</summary>
sealed class TrialState
{
    static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public required string Name { get; init; }

    public TrialProposal? Proposal { get; set; }

    /// <summary>By arm: base, advised, twin.</summary>
    public Dictionary<string, List<TrialRun>> Runs { get; init; } = [];

    /// <summary>What the finding of the planted kind promises; null where it promises nothing.</summary>
    public long? PromiseOf(Trial trial) => trial.Planted is { } kind ? Proposal?.Findings.GetValueOrDefault(kind) : null;

    public IReadOnlyList<TrialRun> Of(string arm) => Runs.GetValueOrDefault(arm) ?? [];

    public static TrialState Read(string folder, string name)
    {
        var file = Path.Combine(folder, name + ".json");
        return File.Exists(file) ? JsonSerializer.Deserialize<TrialState>(File.ReadAllText(file))! : new() { Name = name };
    }

    public void Write(string folder)
    {
        var file = Path.Combine(folder, Name + ".json");
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(this, Options));
        File.Move(file + ".new", file, overwrite: true);
    }
}
