using System.Text;
using System.Text.Json;

namespace Rightsizer.Aws.ByIds;

/// <summary>Reads what may be missing in an answer, and writes JSON.</summary>
static class JsonText
{
    public static string? Text(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString()
        : null;

    public static bool IsFalse(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.False;

    public static JsonElement? Object(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Object ? v : null;

    /// <summary>The elements of an array; none where there is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Array
        ? v.EnumerateArray() : [];

    /// <summary>
    /// A time as epoch milliseconds: services answer in epoch seconds, some in ISO 8601. Null where there is none, or one after the year
    /// 5138.
    /// </summary>
    public static long? Ms(this JsonElement of, string name) =>
        of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out var v) ? null
        : v.ValueKind == JsonValueKind.String && v.TryGetDateTimeOffset(out var at) ? at.ToUnixTimeMilliseconds()
        : v.ValueKind == JsonValueKind.Number && v.TryGetDouble(out var seconds) && seconds is > 0 and < 1e11 ? (long)(seconds * 1000)
        : null;

    /// <summary>A value below objects.</summary>
    public static JsonElement? At(this JsonElement of, params string[] names)
    {
        JsonElement? at = of;
        foreach (var name in names) at = at?.Object(name);
        return at;
    }

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
