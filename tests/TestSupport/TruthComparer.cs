using System.Text.Json;

namespace Rightsizer.TestSupport;

/// <summary>Holds our JSON against an answer from elsewhere: every field of the answer must be there and be equal.</summary>
public sealed class TruthComparer
{
    readonly List<string> differences = [];

    /// <summary>Leaf values that were equal.</summary>
    public int Equal { get; private set; }

    public IReadOnlyList<string> Differences => differences;

    public void Compare(JsonElement truth, JsonElement ours, string path)
    {
        switch (truth.ValueKind)
        {
            case JsonValueKind.Object when ours.ValueKind == JsonValueKind.Object:
                foreach (var p in truth.EnumerateObject())
                {
                    if (ours.TryGetProperty(p.Name, out var value)) Compare(p.Value, value, path + "." + p.Name);
                    else differences.Add($"{path}.{p.Name}: missing, should be {Short(p.Value)}");
                }
                break;
            case JsonValueKind.Array when ours.ValueKind == JsonValueKind.Array:
                if (truth.GetArrayLength() != ours.GetArrayLength())
                    differences.Add($"{path}: {ours.GetArrayLength()} entries, should be {truth.GetArrayLength()}");
                foreach (var (t, o, i) in truth.EnumerateArray().Zip(ours.EnumerateArray(), Enumerable.Range(0, int.MaxValue)))
                    Compare(t, o, $"{path}[{i}]");
                break;
            case JsonValueKind.Number when ours.ValueKind == JsonValueKind.Number && truth.GetDecimal() == ours.GetDecimal():
            case JsonValueKind.String when ours.ValueKind == JsonValueKind.String && truth.GetString() == ours.GetString():
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null when truth.ValueKind == ours.ValueKind:
                Equal++;
                break;
            default:
                differences.Add($"{path}: {Short(ours)}, should be {Short(truth)}");
                break;
        }
    }

    static string Short(JsonElement e) => e.GetRawText() is { Length: > 80 } t ? t[..80] + "..." : e.GetRawText();
}
