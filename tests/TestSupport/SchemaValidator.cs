using System.Globalization;
using System.Text.Json;

namespace Rightsizer.TestSupport;

/// <summary>
/// Checks a document against the part of JSON Schema that our schemas use: type, properties, required, items, additionalProperties, enum,
/// $ref.
/// </summary>
public static class SchemaValidator
{
    /// <summary>
    /// What is wrong, with its place; empty when the document is valid. A property that the schema does not name is wrong, too.
    /// </summary>
    public static IReadOnlyList<string> Validate(JsonElement schema, JsonElement document)
    {
        var errors = new List<string>();
        Validate(schema, schema, document, "$", errors);
        return errors;
    }

    static void Validate(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        if (errors.Count > 20 || schema.ValueKind == JsonValueKind.True) return;
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Validate(root, Resolve(root, reference.GetString()!), value, path, errors);
            return;
        }
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(t => Is(t, value)))
        {
            errors.Add($"{path}: {value.ValueKind}, should be {type}");
            return;
        }
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => a.GetRawText() == value.GetRawText()))
            errors.Add($"{path}: {value}, should be one of {allowed}");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            var i = 0;
            foreach (var item in value.EnumerateArray()) Validate(root, items, item, $"{path}[{i++}]", errors);
        }
        if (value.ValueKind == JsonValueKind.Object) ValidateObject(root, schema, value, path, errors);
    }

    static void ValidateObject(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var hasOthers = schema.TryGetProperty("additionalProperties", out var others);
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(r => r.GetString()!).Where(n => !value.TryGetProperty(n, out _)))
                errors.Add($"{path}.{name}: missing");
        }
        foreach (var p in value.EnumerateObject())
        {
            if (hasProperties && properties.TryGetProperty(p.Name, out var known))
                Validate(root, known, p.Value, path + "." + p.Name, errors);
            else if (hasOthers && others.ValueKind != JsonValueKind.False) Validate(root, others, p.Value, path + "." + p.Name, errors);
            else if (hasProperties || hasOthers) errors.Add($"{path}.{p.Name}: not in the schema");
        }
    }

    static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };

    static JsonElement Resolve(JsonElement root, string pointer)
    {
        var at = root;
        foreach (var step in pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(name, CultureInfo.InvariantCulture)] : at.GetProperty(name);
        }
        return at;
    }
}
