using System.Text.Json;

namespace Rightsizer.Analyzer.Formatting;

/// <summary>An enum value as the word that JSON and tables have for it.</summary>
public static class EnumWord
{
    /// <summary>"outOfMemory" for OutOfMemory.</summary>
    public static string CamelCase<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
