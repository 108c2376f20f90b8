using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Json;

static class JsonNames
{
    /// <summary>An enum value as its camelCase word.</summary>
    public static string CamelCase<T>(T value) where T : struct, Enum => EnumWord.CamelCase(value);
}
