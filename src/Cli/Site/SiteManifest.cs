using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rightsizer.Cli.Site;

/// <summary>What a site was written from: the next report writes only what differs.</summary>
sealed record SiteManifest
{
    public const string FileName = "_site.json";

    /// <summary>Hash of the content of each page, by its name.</summary>
    public Dictionary<string, string> Pages { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Hash of what the pages of a day's runs were made from, by the day.</summary>
    public Dictionary<string, string> Days { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Empty where there is none, or a damaged one: then every page is written.</summary>
    public static SiteManifest Parse(byte[]? content)
    {
        try
        {
            return content is null ? new() : JsonSerializer.Deserialize(content, SiteManifestJson.Default.SiteManifest) ?? new();
        }
        catch (JsonException)
        {
            return new();
        }
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this with
    {
        Pages = new(Pages.OrderBy(p => p.Key, StringComparer.Ordinal)),
        Days = new(Days.OrderBy(d => d.Key, StringComparer.Ordinal)),
    }, SiteManifestJson.Default.SiteManifest);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SiteManifest))]
sealed partial class SiteManifestJson : JsonSerializerContext;
