using System.Text.Json;

namespace Rightsizer.Reports.Json;

static class JsonNames
{
    /// <summary>An enum value as its camelCase word.</summary>
    public static string CamelCase<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
