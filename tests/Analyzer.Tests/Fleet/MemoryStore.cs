using System.Collections.Concurrent;
using Rightsizer.Analyzer.Answers.Fleet.State;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>A state in memory.</summary>
sealed class MemoryStore : IStateStore
{
    public ConcurrentDictionary<string, byte[]> Parts { get; } = new(StringComparer.Ordinal);
    public string Location => "memory";
    public IReadOnlyList<string> List() => [.. Parts.Keys];
    public byte[]? Read(string name) => Parts.GetValueOrDefault(name);
    public void Write(string name, byte[] content) => Parts.TryAdd(name, content);
    public void Delete(string name) => Parts.TryRemove(name, out _);

    public void SetAside(string name)
    {
        if (Parts.TryRemove(name, out var content)) Parts["_damaged/" + name] = content;
    }
}
